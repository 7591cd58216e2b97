// Verifies one webhook as receivers would, with two libraries: {secret, headers, body} on standard input; prints what
// each of them took for genuine, and null for what it refused.
import * as standardwebhooks from "standardwebhooks";
import * as svix from "svix";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { secret, headers, body } = JSON.parse(input);

function verified({ Webhook, WebhookVerificationError }) {
  try {
    return new Webhook(secret).verify(body, headers);
  } catch (refusal) {
    if (refusal instanceof WebhookVerificationError) return null;
    throw refusal;
  }
}

console.log(JSON.stringify({ standardwebhooks: verified(standardwebhooks), svix: verified(svix) }));
