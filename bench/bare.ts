// The baseline of the public pages: a node:http server that knows one answer and sends it.
import { createServer } from 'node:http';

process.once('message', ({ body, headers }: { body: string; headers: Record<string, string> }) => {
	const bytes = Buffer.from(body, 'base64');
	const server = createServer((_request, response) => response.writeHead(200, headers).end(bytes));
	server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
});
process.on('disconnect', () => process.exit(0));
