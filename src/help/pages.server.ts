import type { Committee } from '#committees/model.ts';
import { dayAt } from '#platform/dates.ts';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { recordId } from '#platform/ids.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { versionTyped } from './input.ts';
import { type HelpPage, type PageDraft, parsePage, type WhyNotPublished, whyNotPublish } from './languages.ts';
import { tellRecordings } from './recordings.server.ts';

const select = (tx: Transaction) =>
	tx
		.selectFrom('help_pages')
		.select([
			'id',
			'committee_id as committeeId',
			'language',
			'name',
			'variant',
			'direction',
			'way',
			'texts',
			'made',
			'author',
			'reviewer',
			'reviewed_on as reviewedOn',
			'state',
			'version',
		]);

/** Pages that the transaction may see, by language; the public sees published ones only. */
export const listPages = async (tx: Transaction): Promise<HelpPage[]> =>
	(await select(tx).orderBy('language').execute()) as unknown as HelpPage[];

/** The published page of a language. @throws Problem not_found */
export async function getPublishedPage(tx: Transaction, language: string): Promise<HelpPage> {
	const page = await select(tx).where('language', '=', language).where('state', '=', 'published').executeTakeFirst();
	if (!page) throw new Problem('not_found', `no page in ${language}`);
	return page as unknown as HelpPage;
}

/** @throws Problem not_found */
export async function getPage(tx: Transaction, id: string): Promise<HelpPage> {
	const page = await select(tx).where('id', '=', id).executeTakeFirst();
	if (!page) throw new Problem('not_found', `no page ${id}`);
	return page as unknown as HelpPage;
}

const rowOf = ({ reviewedOn, texts, ...draft }: PageDraft) => ({
	...draft,
	texts: json(texts),
	reviewed_on: reviewedOn,
});

type Home = Pick<Committee, 'id' | 'level'>;
type Refused = { ok: false; issues: Issue[] };

/** Adds a page, or saves the one with the id: a draft again, for what is published has been read by somebody as it is. */
export async function submitPage(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	typed: Typed,
	{ id, now }: { id: string | null; now: Date },
): Promise<{ ok: true; id: string } | Refused> {
	if (committee.level !== 'national') throw new Problem('forbidden', 'only the national office keeps languages');
	const parsed = parsePage(typed, dayAt(now));
	if (!parsed.ok) return parsed;
	const draft = parsed.value;
	const holder = (await listPages(tx)).find(({ language }) => language === draft.language);
	if (holder && holder.id !== id)
		return {
			ok: false,
			issues: [{ field: 'language', message: 'issue.language_taken', words: { text: draft.language } }],
		};
	if (id === null) {
		const made = recordId();
		await tx
			.insertInto('help_pages')
			.values({ id: made, committee_id: committee.id, ...rowOf(draft), author: actor, state: 'draft' })
			.execute();
		return { ok: true, id: made };
	}
	await getPage(tx, id);
	const version = versionTyped(typed);
	const saved = await tx
		.updateTable('help_pages')
		.set({
			...rowOf(draft),
			author: actor,
			state: 'draft',
			published_by: null,
			published_at: null,
			version: version + 1,
		})
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	if (saved.numUpdatedRows === 1n) return { ok: true, id };
	return { ok: false, issues: [{ field: 'title', message: 'form.stale', words: {} }] };
}

/** Why a page may not be published by this person now: what nobody wrote, somebody has to have recorded. */
export async function whyNotNow(
	tx: Transaction,
	actor: Actor,
	page: HelpPage,
	now: Date,
): Promise<WhyNotPublished | null> {
	const heard = await tellRecordings(tx, page.language, now);
	return whyNotPublish(page, actor, new Set(Object.keys(heard).map(Number)));
}

/** Publishes a page that a named person has read and another one than its author releases. */
export async function publishPage(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now: Date,
): Promise<{ ok: true } | { ok: false; reason: WhyNotPublished }> {
	if (committee.level !== 'national') throw new Problem('forbidden', 'only the national office keeps languages');
	const reason = await whyNotNow(tx, actor, await getPage(tx, id), now);
	if (reason) return { ok: false, reason };
	const set = { state: 'published', published_by: actor, published_at: now };
	await tx.updateTable('help_pages').set(set).where('id', '=', id).execute();
	return { ok: true };
}

/** Takes a page out of the public side; it stays at the desk. */
export async function withdrawPage(tx: Transaction, committee: Home, id: string): Promise<void> {
	if (committee.level !== 'national') throw new Problem('forbidden', 'only the national office keeps languages');
	await getPage(tx, id);
	await tx.updateTable('help_pages').set({ state: 'withdrawn' }).where('id', '=', id).execute();
}
