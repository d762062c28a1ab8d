# Run it with: twvoice emulate -- sh run.sh java App.java
# Java reads none of the variables. Properties set the proxy, and a separate trust store holds the CA's certificate.
# A program that also connects to other https hosts needs their certificates in the store too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
keytool -importcert -noprompt -alias twvoice -file "$SSL_CERT_FILE" -keystore "$folder/trust.p12" -storepass changeit 2>/dev/null
export JAVA_TOOL_OPTIONS="-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${HTTPS_PROXY##*:} \
-Djavax.net.ssl.trustStore=$folder/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
"$@"
