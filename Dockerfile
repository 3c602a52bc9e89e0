# The program with what it needs to run, for docker-compose.yml or any host of containers. Data lives outside: in the
# PostgreSQL of DATABASE_URL and in the volume /var/lib/estafeta.
FROM node:24-bookworm-slim AS built
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN node prisma/generate.mjs && node build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/var/lib/estafeta
WORKDIR /app
COPY --from=built --chown=root:root /app ./
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/estafeta
USER node
VOLUME /var/lib/estafeta
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=4", "start.mjs"]
CMD ["start"]
