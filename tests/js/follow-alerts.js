// Follows a workspace's alert feed as any program would: asks for what comes after the last position it has, and when
// the connection goes, asks again. One JSON line for every entry, and one for every connection that ended.
import * as signalR from '@microsoft/signalr';

const [url, key, transport = 'WebSockets'] = process.argv.slice(2);
let last = 0;

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);

const follow = async () => {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl(url, {
      headers: { Authorization: `Bearer ${key}` },
      transport: signalR.HttpTransportType[transport],
    })
    .configureLogging(signalR.LogLevel.None)
    .build();
  try {
    await connection.start();
    await new Promise((resolve, reject) => {
      connection.onclose(reject);
      connection.stream('Feed', last).subscribe({
        next: entry => {
          last = entry.position;
          say({ position: entry.position, customer: entry.customerId, kind: entry.item.kind });
        },
        error: reject,
        complete: resolve,
      });
    });
  } finally {
    await connection.stop();
  }
};

for (;;) {
  try {
    await follow();
    say({ ended: 'the feed completed' });
  } catch (error) {
    say({ ended: String(error?.message ?? error) });
  }
  await new Promise(resolve => setTimeout(resolve, 20));
}
