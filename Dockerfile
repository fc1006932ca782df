# Soundings in a container: one static program, no shell, not root.
#
#   docker build -t soundings .
#   docker run -p 8080:8080 -v soundings:/data soundings
#
# compose.yaml beside this has it with Redis.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /soundings ./cmd/soundings && mkdir -m 0700 /data

# Nothing but the program, the authorities it trusts, and a folder that it may write to. The time zones are in the program.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build /soundings /soundings
ENV SOUNDINGS_LISTEN=:8080 SOUNDINGS_DATA=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/soundings", "check", "--alive"]
ENTRYPOINT ["/soundings"]
CMD ["serve"]
