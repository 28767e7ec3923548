# A small image with recto and a shell, to run jobs in:  docker build -t recto . && docker run --rm -v "$PWD:/book" recto recto build
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /recto
COPY . .
RUN cargo build --locked --release

FROM alpine:3.22
RUN apk add --no-cache bash git
COPY --from=build /recto/target/release/recto /usr/local/bin/recto
WORKDIR /book
CMD ["recto", "--help"]
