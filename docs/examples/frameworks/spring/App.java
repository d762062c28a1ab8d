// Run it with: twvoice serve --forward 3000 -- mvn spring-boot:run
package app;

import com.twilio.security.RequestValidator;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Say;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;

@SpringBootApplication
@RestController
public class App {
  private final RequestValidator validator = new RequestValidator(System.getenv("TWILIO_AUTH_TOKEN"));

  public static void main(String[] args) {
    System.setProperty("server.port", "3000");
    System.setProperty("server.forward-headers-strategy", "framework");
    SpringApplication.run(App.class, args);
  }

  @PostMapping(path = "/voice", produces = "text/xml")
  public ResponseEntity<String> voice(HttpServletRequest request, @RequestParam Map<String, String> params,
      @RequestHeader(name = "X-Twilio-Signature", defaultValue = "") String signature) {
    if (!validator.validate(request.getRequestURL().toString(), params, signature)) {
      return ResponseEntity.status(403).build();
    }
    return ResponseEntity.ok(
        new VoiceResponse.Builder().say(new Say.Builder("Hello from Spring.").build()).build().toXml());
  }
}
