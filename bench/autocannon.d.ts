// The part of autocannon that the bench uses; the package brings no types.
declare module 'autocannon' {
	type Asked = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string };
	type Client = { setRequests(requests: Asked[]): void; on(event: 'body', hear: (body: Buffer) => void): void };
	type Options = {
		url: string;
		connections: number;
		headers?: Record<string, string>;
		requests?: Asked[];
		setupClient?: (client: Client) => void;
		overallRate?: number;
	} & ({ /** Seconds. */ duration: number } | { /** Requests in all. */ amount: number });
	type Result = { requests: { average: number }; non2xx: number; errors: number };
	export default function autocannon(options: Options): Promise<Result>;
}
