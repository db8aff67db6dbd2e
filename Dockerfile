# Liangwang in one small image: the pages, then the program with the pages in it, then nothing but the program.
# .ci/docker-steps.mjs runs these steps without Docker, as a test; it knows the instructions that stand here.

FROM node:20-bookworm-slim AS front
WORKDIR /src/static
COPY static/package.json static/package-lock.json static/.npmrc ./
RUN npm ci
COPY static ./
RUN npm run --silent build

FROM golang:1.26-bookworm AS build
ARG VERSION=docker
ENV CGO_ENABLED=1
WORKDIR /src
COPY go.mod go.sum ./
COPY cmd cmd
COPY geo geo
COPY internal internal
COPY static static
COPY --from=front /src/static/dist static/dist
RUN go build -tags nomsgpack -ldflags "-s -w -X main.version=$VERSION" -o bin/liangwang ./cmd/liangwang
RUN mkdir -p empty

FROM debian:bookworm-slim
COPY --from=build /src/bin/liangwang /usr/local/bin/liangwang
COPY --from=build --chown=65532:65532 /src/empty /data
ENV LW_DATA=/data LW_ADDR=0.0.0.0:8080
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/usr/local/bin/liangwang", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/liangwang"]
CMD ["serve"]
