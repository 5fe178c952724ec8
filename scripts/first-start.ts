import { connect } from '#platform/db.server.ts';

/**
 * What a new installation is filled with, in this order. Each step is a whole transaction that does nothing when its
 * work is done already: a start may be killed between two steps.
 */
const steps: readonly (() => Promise<unknown>)[] = [];

/** Fills an empty installation, once: what somebody removed later (the demonstration) does not come back. */
export async function fillAtFirstStart(): Promise<void> {
	const sql = connect();
	try {
		const [done] = await sql`select from installation_facts where name = 'first_start'`;
		if (done) return;
		for (const step of steps) await step();
		await sql`insert into installation_facts (name, fact) values ('first_start', ${sql.json({ filled: true })}) on conflict do nothing`;
	} finally {
		await sql.end({ timeout: 1 });
	}
}
