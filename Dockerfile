# Two stages: npm and its cache stay in the first, the second holds Node, the sources and what they need.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package's install script runs: none of those that the bot needs has one.
RUN npm ci --omit=dev --ignore-scripts
COPY src src
COPY knowledge knowledge
# Trains the matcher now, so that a start reads the result even on a read-only disk.
RUN node src/cli/compile-knowledge.ts && mkdir /data

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
COPY --from=build /app /app
COPY --from=build --chown=nonroot:nonroot /data /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["src/main.js"]
