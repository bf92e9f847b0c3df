// Asks a namenorm server from Node: one name, a batch, a stream of documents. No Python needed.
//
//     npm install
//     node ask.mjs 127.0.0.1:50051 ../../../protos FOLDER_WITH_google/rpc
//
// The contract is loaded as it stands in protos/; google/rpc/status.proto is its only import from
// elsewhere (npm: google-proto-files, or the Python package googleapis-common-protos).

import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [address, ...folders] = process.argv.slice(2);
const files = ["resolver", "annotator"].map((name) => `normalizer/v1/${name}.proto`);
const definition = loader.loadSync(files, {
  includeDirs: folders,
  keepCase: false,
  enums: String,
  defaults: true,
  oneofs: true,
});
const { v1 } = grpc.loadPackageDefinition(definition).normalizer;

// What changes nothing may be tried again; docs/grpc.md has the whole service config.
const serviceConfig = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{ service: "normalizer.v1.ResolverService", method: "ResolveName" }],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: "0.1s",
        maxBackoff: "1s",
        backoffMultiplier: 2,
        retryableStatusCodes: ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
      },
    },
  ],
};
const options = { "grpc.service_config": JSON.stringify(serviceConfig) };
const plain = grpc.credentials.createInsecure();
const resolver = new v1.ResolverService(address, plain, options);
const annotator = new v1.AnnotatorService(address, plain, options);

const metadata = new grpc.Metadata();
if (process.env.NAMENORM_TOKEN) {
  metadata.set("authorization", `Bearer ${process.env.NAMENORM_TOKEN}`);
}

function call(client, method, request) {
  const deadline = new Date(Date.now() + 10_000);
  return new Promise((resolve, reject) =>
    client[method](request, metadata, { deadline }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    ),
  );
}

const one = await call(resolver, "resolveName", { name: "Мінск" });
console.log(one.resolution.decision, one.resolution.entityId);

const names = ["Minsk", "", "Nobody Atall"];
const batch = await call(resolver, "batchResolveNames", { queries: names.map((name) => ({ name })) });
for (const { outcome, resolution, error } of batch.results) {
  console.log(outcome === "error" ? `code ${error.code}` : resolution.decision);
}

// A string of JavaScript counts UTF-16 units: offsets that are asked for so cut it as they are.
const text = "😀 Alexander Lukashenko spoke in Minsk.";
const stream = annotator.streamAnnotateDocuments(metadata);
stream.on("data", ({ results }) => {
  for (const { start, end, surface, entityId } of results[0].document.annotations) {
    console.log(text.slice(start, end) === surface, surface, entityId);
  }
  stream.end();
});
const ended = new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject));
stream.write({
  documents: [{ id: "note", text, language: "en" }],
  options: { offsetUnit: "OFFSET_UNIT_UTF16" },
});
await ended;

try {
  await call(resolver, "resolveName", { name: "" });
} catch (error) {
  console.log(grpc.status[error.code], error.metadata.get("x-request-id").length);
}
resolver.close();
annotator.close();
