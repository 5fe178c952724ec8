import postgres from 'postgres';
import { codeOf, Refusal } from './refusal.ts';

/** The first release of each major version in which row-level security holds as we need it. */
const oldestSafe: ReadonlyMap<number, number> = new Map([
	[15, 14],
	[16, 10],
	[17, 6],
	[18, 0],
]);

/**
 * Why a PostgreSQL is too old, or null when it is good.
 * @param version as `server_version_num` has it: 170006 is 17.6
 */
export function whyUnsafe(version: number): string | null {
	const major = Math.floor(version / 10_000);
	const minor = version % 10_000;
	const safe = oldestSafe.get(major);
	if (major > 18 || (safe !== undefined && minor >= safe)) return null;
	const remedy = safe === undefined ? 'use PostgreSQL 18' : `update it to ${major}.${safe} or use PostgreSQL 18`;
	return (
		`PostgreSQL ${major}.${minor} is too old: releases before 15.14, 16.10 and 17.6 can show rows that row-level security ` +
		`hides (CVE-2025-8713), and that is what keeps counties apart; ${remedy}.`
	);
}

/** Refuses a `DATABASE_URL` that is no address, does not answer, does not let us in, or is too old. */
export async function inspectExternal(address: string): Promise<void> {
	const place = placeOf(address);
	const sql = postgres(address, { max: 1, connect_timeout: 5, onnotice: () => {} });
	try {
		const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
		const tooOld = whyUnsafe(row?.version ?? 0);
		if (tooOld) throw new Refusal(`The server at ${place}: ${tooOld}`);
	} catch (fault) {
		throw fault instanceof Refusal ? fault : new Refusal(whyNot(place, fault), { cause: fault });
	} finally {
		await sql.end({ timeout: 0 });
	}
}

/** Host, port and database: an address in a message must not show the password. */
function placeOf(address: string): string {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname) {
		throw new Refusal(
			'DATABASE_URL is no address of a PostgreSQL: write it as postgres://user:password@host:5432/database.',
		);
	}
	return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
}

function whyNot(place: string, fault: unknown): string {
	const code = codeOf(fault);
	const said = fault instanceof Error ? fault.message : String(fault);
	const check = 'check DATABASE_URL';
	if (code === 'ECONNREFUSED') return `No PostgreSQL answers at ${place}: start it or ${check}.`;
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
		return `The host of DATABASE_URL (${place}) is not known: ${check}.`;
	if (code === 'CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
		return `PostgreSQL at ${place} did not answer within 5 seconds: ${check} and the firewall.`;
	if (code === '28P01' || code === '28000') return `PostgreSQL at ${place} refused the user or the password: ${check}.`;
	if (code === '3D000') return `There is no such database at ${place}: create it or ${check}.`;
	return `DATABASE_URL cannot be used (${place}): ${said}.`;
}
