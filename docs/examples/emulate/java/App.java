// Run it with: twvoice emulate -- sh run.sh java App.java
// It places a call with Java's own client and waits until it has ended. run.sh gives it the proxy and the CA.
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.Pattern;

public class App {
    static final String SID = System.getenv("TWILIO_ACCOUNT_SID"), TOKEN = System.getenv("TWILIO_AUTH_TOKEN");
    static final String CALLS = "https://api.twilio.com/2010-04-01/Accounts/" + SID + "/Calls";
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String[] args) throws Exception {
        var form = "To=" + encode("+14155550123") + "&From=" + encode("+14155550111")
            + "&Twiml=" + encode("<Response><Say>Your parcel has arrived.</Say></Response>");
        var create = HttpRequest.newBuilder(URI.create(CALLS + ".json")).header("Content-Type", "application/x-www-form-urlencoded");
        var call = ask(create.POST(HttpRequest.BodyPublishers.ofString(form)));
        System.out.println("placed: " + field(call, "status"));
        while (List.of("queued", "ringing", "in-progress").contains(field(call, "status"))) {
            Thread.sleep(100);
            call = ask(HttpRequest.newBuilder(URI.create(CALLS + "/" + field(call, "sid") + ".json")));
        }
        System.out.println("ended: " + field(call, "status") + " after " + field(call, "duration") + " s");
    }

    static String ask(HttpRequest.Builder request) throws Exception {
        var basic = Base64.getEncoder().encodeToString((SID + ":" + TOKEN).getBytes());
        var answer = CLIENT.send(request.header("Authorization", "Basic " + basic).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) throw new IllegalStateException(answer.body());
        return answer.body();
    }

    static String field(String json, String name) { // a real program has a JSON library
        return Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json).results().findFirst().orElseThrow().group(1);
    }
    static String encode(String text) { return URLEncoder.encode(text, StandardCharsets.UTF_8); }
}
