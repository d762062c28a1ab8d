// Run it with: twvoice serve --forward 3000 -- dotnet run --urls http://localhost:3000
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.HttpOverrides;
using Twilio.Security;
using Twilio.TwiML;

var app = WebApplication.CreateBuilder(args).Build();
app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost });
var validator = new RequestValidator(Environment.GetEnvironmentVariable("TWILIO_AUTH_TOKEN"));

app.MapPost("/voice", async (HttpRequest request) =>
{
    var form = await request.ReadFormAsync();
    var parameters = form.ToDictionary(field => field.Key, field => field.Value.ToString());
    if (!validator.Validate(request.GetEncodedUrl(), parameters, request.Headers["X-Twilio-Signature"].ToString()))
    {
        return Results.StatusCode(403);
    }
    return Results.Content(new VoiceResponse().Say("Hello from ASP.NET.").ToString(), "text/xml");
});

app.Run();
