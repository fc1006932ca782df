# Soundings in a container: one static program, no shell, not root.
#
#   docker build -t soundings .
#   docker run -p 8080:8080 -v soundings:/data soundings
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /soundings ./cmd/soundings && mkdir /data

# Nothing but the program, the authorities it trusts, the time zones, and a folder it may write to.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build /soundings /soundings
ENV ZONEINFO=/zoneinfo.zip SOUNDINGS_LISTEN=:8080 SOUNDINGS_DATA=/data
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/soundings"]
CMD ["serve"]
