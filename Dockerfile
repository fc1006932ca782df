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

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /soundings /soundings
COPY --from=build --chown=nonroot:nonroot /data /data
ENV SOUNDINGS_LISTEN=:8080 SOUNDINGS_DATA=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/soundings"]
CMD ["serve"]
