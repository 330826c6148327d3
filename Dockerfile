# Warder in a container: docs/deploy.md. Built from the root of the repository.
#   docker build -t warder .
#   docker build -t warder-protected-api --target protected-api .

FROM node:24-slim AS build
WORKDIR /build
COPY . .
# Scripts of packages are not run: nothing that is needed has any.
RUN npm ci --ignore-scripts
RUN npm run build
RUN npm ci --ignore-scripts --omit=dev --workspace packages/warder

FROM build AS build-protected-api
RUN npm ci --ignore-scripts --omit=dev --workspace examples/protected-api

# The example of an API behind the guard.
FROM node:24-slim AS protected-api
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build-protected-api /build/node_modules ./node_modules
COPY --from=build-protected-api /build/packages/protocol/package.json ./packages/protocol/package.json
COPY --from=build-protected-api /build/packages/protocol/dist ./packages/protocol/dist
COPY --from=build-protected-api /build/packages/guard/package.json ./packages/guard/package.json
COPY --from=build-protected-api /build/packages/guard/dist ./packages/guard/dist
COPY --from=build-protected-api /build/examples/protected-api ./examples/protected-api
USER 1000:1000
EXPOSE 4005
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4005/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "examples/protected-api/server.ts", "--port", "4005"]

FROM node:24-slim AS warder
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WARDER_DATA=/data
WORKDIR /app
# Owned by root, and run as somebody else: the program cannot change itself.
COPY --from=build /build/LICENSE ./LICENSE
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/packages/protocol/package.json ./packages/protocol/package.json
COPY --from=build /build/packages/protocol/dist ./packages/protocol/dist
COPY --from=build /build/packages/warder/package.json ./packages/warder/package.json
COPY --from=build /build/packages/warder/bin ./packages/warder/bin
COPY --from=build /build/packages/warder/dist ./packages/warder/dist
# So that `docker exec … warder user list` is a command beside the server.
RUN mkdir -p /usr/local/bin && ln -s /app/packages/warder/bin/warder.js /usr/local/bin/warder
# Only SQLite needs it. Nothing else is written, so the root of the file system may be read-only.
RUN mkdir -m 0700 /data && chown 1000:1000 /data
VOLUME /data
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=16", "--no-maglev", "packages/warder/bin/warder.js"]
CMD ["serve"]
