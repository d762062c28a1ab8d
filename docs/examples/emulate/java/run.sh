# Run it with: twvoice emulate -- sh run.sh java App.java
# Java reads none of the variables: it is told of the proxy by properties, and of the CA by a store of its own, which
# holds that one certificate. A program that talks to other https hosts as well needs theirs in it too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
keytool -importcert -noprompt -alias twvoice -file "$SSL_CERT_FILE" -keystore "$folder/trust.p12" -storepass changeit 2>/dev/null
export JAVA_TOOL_OPTIONS="-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=${HTTPS_PROXY##*:} \
-Djavax.net.ssl.trustStore=$folder/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
"$@"
