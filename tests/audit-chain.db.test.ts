import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteEvent, noteRefusal, readHead, settleRefusals, verifyAudit } from '#platform/audit.server.ts';
import type { AuditEntry } from '#platform/audit.ts';
import { inTransaction, type Scope } from '#platform/db.server.ts';
import { buildCommittee, buildOctober } from './support/builders.ts';
import { entriesOf } from './support/entries.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';

const installation: Scope = { kind: 'installation' };
let scratch: Scratch;
let durres: string;

beforeAll(async () => {
	scratch = await makeScratch('audit_chain');
	await inTransaction(installation, async (tx) => {
		durres = (await buildCommittee(tx)).id;
	});
});
afterAll(() => scratch.drop());

const count = async (): Promise<number> => Number((await scratch.own`select count(*) as n from audit_entries`)[0]?.n);
const verdict = () => inTransaction(installation, (tx) => verifyAudit(tx));

describe('the chain', () => {
	test('what is rolled back leaves nothing', async () => {
		const before = await count();
		expect((await entriesOf((tx) => buildOctober(tx))).length).toBeGreaterThan(10);
		expect(await count()).toBe(before);
		expect((await verdict()).findings).toEqual([]);
	});

	test('transactions that commit at the same time do not fork it, and none waits for another before its commit', async () => {
		const rounds = 50;
		const start = await inTransaction(installation, readHead);
		for (let round = 0; round < rounds; round += 1) {
			const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
			const write = (mine: PromiseWithResolvers<void>, theirs: PromiseWithResolvers<void>) =>
				inTransaction(installation, async (tx) => {
					await noteEvent(tx, 'test', { round });
					mine.resolve();
					// Both have written before either commits.
					await theirs.promise;
					await noteEvent(tx, 'test', { round });
				});
			await Promise.all([write(one, other), write(other, one)]);
		}
		const { findings, head } = await verdict();
		expect(findings).toEqual([]);
		expect(head.seq).toBe(start.seq + 4 * rounds);
		console.log(`audit chain: ${2 * rounds} transactions two at a time, ${4 * rounds} entries, 0 forks`);
	});

	test('the entries of a transaction stand together, in the order they were made', async () => {
		await inTransaction(installation, async (tx) => {
			for (let number = 0; number < 5; number += 1) await noteEvent(tx, 'order', { number });
		});
		const rows = await scratch.own`select seq, content from audit_entries where content like '%"order"%' order by seq`;
		expect(rows.map(({ content }) => JSON.parse(content).details.number)).toEqual([0, 1, 2, 3, 4]);
		expect(Number(rows[4]?.seq) - Number(rows[0]?.seq)).toBe(4);
	});

	test('verifying in a scope that sees a part is an error, not a verdict', async () => {
		const partial = inTransaction({ kind: 'committee', committeeId: durres }, (tx) => verifyAudit(tx));
		await expect(partial).rejects.toThrow(/scope of the installation/);
	});

	test('without a head nothing commits: what cannot be recorded does not happen', async () => {
		const own = await scratch.own.reserve();
		try {
			await own`begin`;
			await own`set local session_replication_role = replica`;
			await own`delete from audit_head`;
			await own`set local session_replication_role = origin`;
			await own`insert into installation_facts (name, fact) values ('no head', '{}')`;
			await expect(own`set constraints all immediate`).rejects.toThrow(/no rows/);
		} finally {
			await own`rollback`;
			own.release();
		}
	});
});

describe('refused attempts', () => {
	const refusals = async () =>
		(await scratch.own`select content from audit_entries where content like '%"refused"%' order by seq`).map(
			({ content }) => JSON.parse(content) as AuditEntry & { details: Record<string, unknown> },
		);
	const refused = { route: '/[lang=lang]/desk/[committee]', verb: 'GET', code: 'forbidden' };

	test('are recorded with who, what and why, in the committee that was asked for', async () => {
		// Files of one worker share their modules: what an earlier one left pending is written first.
		await settleRefusals();
		const before = (await refusals()).length;
		noteRefusal({ ...refused, actor: 'facilitator:01a20e6a-8935-75d5-bcd2-8956afa5d329', committeeId: durres });
		await settleRefusals();
		expect((await refusals()).slice(before)).toMatchObject([
			{
				actor: 'facilitator:01a20e6a-8935-75d5-bcd2-8956afa5d329',
				committee: durres,
				details: { ...refused, times: 1 },
			},
		]);
		expect((await verdict()).findings).toEqual([]);
	});

	const somebody = 'juror:01a20e6a-8935-75d5-bcd2-8956afa5d329';

	test('a thousand of one account in a minute are sixty entries and a count; nobody else is held up', async () => {
		const before = (await refusals()).length;
		for (let time = 0; time < 1_000; time += 1) noteRefusal({ ...refused, actor: somebody });
		noteRefusal({ ...refused, actor: 'secretary:01a20e6a-8935-75d5-bcd2-8956afa5d329' });
		await settleRefusals();
		const made = (await refusals()).slice(before);
		expect(made.filter(({ actor }) => actor === somebody)).toHaveLength(61);
		expect(made).toHaveLength(62);
		expect(made.reduce((sum, { details }) => sum + Number(details.times), 0)).toBe(1_001);
	});

	test('strangers are only counted, and twenty kinds of attempts are told apart', async () => {
		const before = (await refusals()).length;
		for (let time = 0; time < 3_000; time += 1) noteRefusal({ ...refused, route: `/${time % 100}`, actor: 'stranger' });
		await settleRefusals();
		const made = (await refusals()).slice(before);
		expect(made).toHaveLength(21);
		expect(made.reduce((sum, { details }) => sum + Number(details.times), 0)).toBe(3_000);
		expect(made.map(({ actor, details }) => [actor, details.route])).toContainEqual(['stranger', '*']);
	});
});

test('whoever owns it all has no privilege besides: so it is the same on a PostgreSQL of one’s own', async () => {
	const owners = await scratch.own`select distinct rolname as name, rolsuper or rolbypassrls as mighty from pg_roles
		join (select relowner as id from pg_class where relname in ('audit_entries', 'audit_head')
			union select proowner from pg_proc where proname like 'audit%') as owned on owned.id = pg_roles.oid`;
	expect(owners).toEqual([{ name: 'kambana_owner', mighty: false }]);
});
