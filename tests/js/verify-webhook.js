// Verifies one webhook as a receiver would: {secret, headers, body} on standard input; prints the verified payload.
import { Webhook } from "standardwebhooks";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { secret, headers, body } = JSON.parse(input);
console.log(JSON.stringify(new Webhook(secret).verify(body, headers)));
