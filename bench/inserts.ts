import { performance } from 'node:perf_hooks';
import postgres from 'postgres';

/** What PostgreSQL can do by itself: rows of the same size, one durable statement each. @returns the best rate over these numbers of connections */
export async function singleInserts(rows: number, numbers: readonly number[]): Promise<number> {
	const socket = process.env.KAMBANA_SOCKET ?? '';
	const sql = postgres({
		...{
			host: socket,
			path: `${socket}/.s.PGSQL.5432`,
			username: 'postgres',
			database: 'kambana',
			max: Math.max(...numbers),
			onnotice: () => {},
		},
	});
	try {
		await sql`create table if not exists bench_answers (phase uuid, receipt bytea, options smallint[])`;
		let best = 0;
		for (const connections of numbers) {
			const began = performance.now();
			await Promise.all(
				Array.from({ length: connections }, async () => {
					for (let n = 0; n < rows / connections; n += 1)
						await sql`insert into bench_answers values ('00000000-0000-4000-8000-000000000000', '\\x00112233445566778899aabbccddeeff', '{1,2,0,3}')`;
				}),
			);
			best = Math.max(best, (rows / (performance.now() - began)) * 1000);
		}
		return best;
	} finally {
		await sql`drop table if exists bench_answers`;
		await sql.end({ timeout: 1 });
	}
}
