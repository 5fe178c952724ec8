import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { seal, unseal } from '#platform/secrets.server.ts';
import type { Answer, Outcome, Phase, Way } from './model.ts';

/** One answer on its way into the counters. */
export type Arriving = {
	phaseId: string;
	/** Half of a hash. */
	receipt: Buffer;
	card: number | null;
	way: Way;
	answer: Answer;
};

/** What a class has answered under its cards: the earlier phase and the later one. */
export type Cards = Record<string, { before?: Answer; after?: Answer }>;
const purpose = 'check_cards';

export const openCards = (checkId: string, sealed: Buffer | undefined): Cards =>
	sealed ? JSON.parse(unseal(purpose, checkId, sealed).toString()) : {};

/** In the order of the cards: whoever could open it would not learn who was first. */
export function sealCards(checkId: string, cards: Cards): Buffer {
	const ordered = Object.fromEntries(Object.entries(cards).sort(([one], [other]) => Number(one) - Number(other)));
	return seal(purpose, checkId, Buffer.from(JSON.stringify(ordered)));
}

type Held = {
	phaseId: string;
	checkId: string;
	committeeId: string;
	phase: Phase;
	paired: boolean;
	quota: number;
	answered: number;
	living: boolean;
};

/** Phases are held in one order, so that two processes never wait for each other. */
async function hold(tx: Transaction, phaseIds: readonly string[]): Promise<Map<string, Held>> {
	const { rows } =
		await sql<Held>`select t.phase_id as "phaseId", p.check_id as "checkId", p.committee_id as "committeeId", p.phase,
			c.mode = 'paired' as paired, p.quota, t.answered, p.state = 'open' and p.closes_at > now() as living
		from check_tallies t join check_phases p on p.id = t.phase_id join checks c on c.id = p.check_id
		where t.phase_id = any(${phaseIds}::uuid[]) order by t.phase_id for update of t`.execute(tx);
	return new Map(rows.map((row) => [row.phaseId, row]));
}

/**
 * Keeps many answers at once, of whatever phases: every one of them is either counted whole or not at all, and a receipt that is known already
 * counts no second time. @returns what became of each, in their order
 */
export async function keepAnswers(tx: Transaction, arriving: readonly Arriving[]): Promise<Outcome[]> {
	// Sent one behind the other: what is known is read when the phases are held, without a way there and back between.
	const [held, known] = await Promise.all([
		hold(tx, [...new Set(arriving.map(({ phaseId }) => phaseId))]),
		knownReceipts(tx, arriving),
	]);
	const cards = await cardsOf(tx, held, arriving);
	const kept: Arriving[] = [];
	const outcomes = arriving.map((one): Outcome => {
		const phase = held.get(one.phaseId);
		const name = nameOf(one);
		if (known.has(name)) return 'repeated';
		if (!phase?.living) return 'closed';
		if (phase.answered >= phase.quota) return 'full';
		if (phase.paired && phase.phase !== 'follow_up' && !noteCard(cards, phase, one)) return 'card_used';
		known.add(name);
		phase.answered += 1;
		kept.push(one);
		return 'kept';
	});
	if (kept.length > 0) await write(tx, kept, held, cards);
	return outcomes;
}

const nameOf = ({ phaseId, receipt }: Arriving): string => `${phaseId} ${receipt.toString('hex')}`;

async function knownReceipts(tx: Transaction, arriving: readonly Arriving[]): Promise<Set<string>> {
	const { rows } = await sql<{
		phaseId: string;
		receipt: Buffer;
	}>`select phase_id as "phaseId", hash as receipt from check_receipts
		join unnest(${arriving.map(({ phaseId }) => phaseId)}::uuid[], ${bytesOf(arriving)}::text[]::bytea[]) as asked (phase, receipt)
			on phase_id = phase and hash = receipt`.execute(tx);
	return new Set(rows.map((row) => nameOf(row as Arriving)));
}

/** As PostgreSQL reads bytes. Not by a function of it on each row: what might tell something is asked only of rows that may be seen, past the index. */
const bytesOf = (answers: readonly Arriving[]): string[] =>
	answers.map(({ receipt }) => `\\x${receipt.toString('hex')}`);

type Open = Map<string, { cards: Cards; changed: boolean }>;

/** The cards of the paired checks among the phases; held with the phase, of which a check has one open at a time. */
async function cardsOf(tx: Transaction, held: Map<string, Held>, arriving: readonly Arriving[]): Promise<Open> {
	const ids = new Set<string>();
	for (const { phaseId } of arriving) {
		const phase = held.get(phaseId);
		if (phase?.paired && phase.living && phase.phase !== 'follow_up') ids.add(phase.checkId);
	}
	if (ids.size === 0) return new Map();
	const { rows } = await sql<{ checkId: string; sealed: Buffer }>`select check_id as "checkId", sealed from check_cards
		where check_id = any(${[...ids]}::uuid[])`.execute(tx);
	const sealed = new Map(rows.map((row) => [row.checkId, row.sealed]));
	return new Map([...ids].map((id) => [id, { cards: openCards(id, sealed.get(id)), changed: false }]));
}

/** Lays an answer under its card; false when one lies there already. */
function noteCard(open: Open, { checkId, phase }: Held, { card, answer }: Arriving): boolean {
	const of = open.get(checkId);
	const side = phase === 'before' ? 'before' : 'after';
	if (!of || card === null || of.cards[card]?.[side]) return false;
	of.cards[card] = { ...of.cards[card], [side]: answer };
	of.changed = true;
	return true;
}

async function write(tx: Transaction, kept: readonly Arriving[], held: Map<string, Held>, cards: Open): Promise<void> {
	const committeeOf = ({ phaseId }: { phaseId: string }) => held.get(phaseId)?.committeeId ?? '';
	const sums = sumUp(kept);
	const touched = [...new Set(kept.map(({ phaseId }) => phaseId))];
	const laid = [...cards].filter(([, { changed }]) => changed);
	const committeeOfCheck = (id: string) => [...held.values()].find(({ checkId }) => checkId === id)?.committeeId;
	await Promise.all([
		sql`insert into check_receipts (phase_id, hash, committee_id) select *
			from unnest(${kept.map(({ phaseId }) => phaseId)}::uuid[], ${bytesOf(kept)}::text[]::bytea[],
				${kept.map(committeeOf)}::uuid[])`.execute(tx),
		sql`insert into check_counts (phase_id, way, question, option, n, committee_id)
			select * from unnest(${sums.map(({ phaseId }) => phaseId)}::uuid[], ${sums.map(({ way }) => way)}::text[],
				${sums.map(({ question }) => question)}::smallint[], ${sums.map(({ option }) => option)}::smallint[],
				${sums.map(({ n }) => n)}::integer[], ${sums.map(committeeOf)}::uuid[])
			on conflict (phase_id, way, question, option) do update set n = check_counts.n + excluded.n`.execute(tx),
		sql`update check_tallies set answered = new.answered
			from unnest(${touched}::uuid[], ${touched.map((id) => held.get(id)?.answered ?? 0)}::integer[]) as new (id, answered)
			where phase_id = new.id`.execute(tx),
		...laid.map(([checkId, { cards: of }]) =>
			sql`insert into check_cards (check_id, committee_id, sealed) values (${checkId}, ${committeeOfCheck(checkId)}, ${sealCards(checkId, of)})
				on conflict (check_id) do update set sealed = excluded.sealed`.execute(tx),
		),
	]);
}

/** How often each option was chosen among some answers; in one order, so that counters are always held in the same. */
function sumUp(kept: readonly Arriving[]) {
	const sums = new Map<string, { phaseId: string; way: Way; question: number; option: number; n: number }>();
	for (const { phaseId, way, answer } of kept)
		for (const [question, option] of answer.entries()) {
			const name = `${phaseId} ${way} ${question} ${option}`;
			const sum = sums.get(name) ?? { phaseId, way, question, option, n: 0 };
			sum.n += 1;
			sums.set(name, sum);
		}
	return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
}
