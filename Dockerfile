# The server in a container: nobody's user, no compiler, encrypted unless you say otherwise.
# docs/operations.md tells what to mount. Build: docker build -t namenorm .
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml setup.py README.md LICENSE NOTICE ./
COPY LICENSES LICENSES
COPY normalizer normalizer
COPY data data
COPY seeds seeds
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
# The wheels of the stage above are all there is to choose from.
# hadolint ignore=DL3013
RUN pip install --no-cache-dir --no-index --find-links /wheels namenorm \
    && rm -rf /wheels \
    && useradd --system --uid 10001 --no-create-home namenorm
# Derived tables are made once, here, and not at every start.
ENV NAMENORM_CACHE=/var/cache/namenorm PYTHONDONTWRITEBYTECODE=1
RUN namenorm resolve Minsk --format jsonl && chmod -R a+rX /var/cache/namenorm
USER 10001
EXPOSE 50051 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9464/readyz', timeout=2)"]
ENTRYPOINT ["namenorm"]
CMD ["serve", "--listen", "0.0.0.0:50051", "--workers", "0", "--grace", "20", \
     "--metrics", "0.0.0.0:9464", "--log-format", "json", "--log-level", "info", \
     "--tls-cert", "/etc/namenorm/tls/tls.crt", "--tls-key", "/etc/namenorm/tls/tls.key", \
     "--tokens", "/etc/namenorm/access/tokens.tsv"]
