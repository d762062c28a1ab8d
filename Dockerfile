# twvoice in a container: docker run -p 4010:4010 ghcr.io/twvoice/twvoice emulate
# goreleaser builds it from the binaries of the release, which lie in the context by platform. The base holds certificates, time
# zones and a user 65532, no shell and no package manager.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETPLATFORM
COPY --chmod=0755 $TARGETPLATFORM/twvoice /usr/bin/twvoice
COPY --chmod=0644 LICENSE release/THIRD_PARTY.txt /usr/share/doc/twvoice/
COPY --chmod=0644 packaging/seed.yaml /etc/twvoice/seed.yaml

# A published port leads to the container's own address, never to its loopback. SECURITY.md says what this opens, and to whom.
# State in /tmp serves any user (docker run --user) and a root file system that is read-only, with a tmpfs there.
ENV TWVOICE_LISTEN=0.0.0.0 \
    TWVOICE_SEED=/etc/twvoice/seed.yaml \
    TWVOICE_STATE_DIR=/tmp/twvoice
USER 65532:65532
WORKDIR /home/nonroot
EXPOSE 4010
ENTRYPOINT ["/usr/bin/twvoice"]
CMD ["emulate"]
# No HEALTHCHECK: the image also runs commands that listen to nothing. GET /_twvoice/ answers as soon as the emulator does.
