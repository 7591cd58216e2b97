// A mail server that keeps nothing: it prints each letter it was given as one line of JSON.
// Usage: node smtp-sink.js [user:password|-] [starttls|tls KEY.pem CERTIFICATE.pem]   (prints {"port": n} first)
import { readFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";
import { simpleParser } from "mailparser";

const [account = "-", security, key, certificate] = process.argv.slice(2);
const [user, password] = account === "-" ? [] : account.split(":");

const server = new SMTPServer({
  authOptional: !user,
  allowInsecureAuth: true,
  disabledCommands: security === "starttls" ? [] : ["STARTTLS"],
  secure: security === "tls",
  ...(security && { key: readFileSync(key), cert: readFileSync(certificate) }),
  onAuth(auth, session, done) {
    const right = auth.username === user && auth.password === password;
    done(right ? null : new Error("no"), right ? { user } : undefined);
  },
  onRcptTo(address, session, done) {
    const refusal = { "never@sink.example": 550, "later@sink.example": 451 }[address.address];
    done(refusal ? Object.assign(new Error("not now"), { responseCode: refusal }) : null);
  },
  async onData(stream, session, done) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const mail = await simpleParser(raw);
    console.log(JSON.stringify({
      from: session.envelope.mailFrom.address,
      to: session.envelope.rcptTo.map((recipient) => recipient.address),
      user: session.user ?? null,
      secure: session.secure,
      connection: session.id,
      smtpUtf8: session.envelope.smtpUtf8,
      headers: mail.headerLines.map((header) => header.key),
      values: Object.fromEntries(mail.headerLines.map((header) => [header.key, header.line])),
      fromName: mail.from?.value[0]?.name ?? "",
      toCount: mail.to?.value.length ?? 0,
      subject: mail.subject ?? "",
      text: mail.text ?? "",
      html: mail.html || "",
      messageId: mail.messageId,
      lineMax: Math.max(...raw.toString("latin1").split("\r\n").map((line) => line.length)),
      ascii: raw.every((octet) => octet < 128),
    }));
    done(null, "taken");
  },
});

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.resume().on("end", () => process.exit(0));
