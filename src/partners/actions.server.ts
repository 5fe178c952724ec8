import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { type PartnerDraft, parseAlias, parseContact, parsePartner } from './input.ts';
import { nameHolder, type Partner } from './model.ts';
import {
	deleteContact,
	deletePartnerAlias,
	getContact,
	getPartner,
	insertContact,
	insertPartnerAliases,
	insertPartners,
	listContacts,
	listPartners,
	saveContact,
	savePartner,
	savePartnerConfirmed,
	savePartnersMerged,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
/** The name belongs to another partner already, as its name or as another spelling of it. */
export type NameTaken = { ok: false; reason: 'name_taken'; holder: Partner };

async function holderOf(tx: Transaction, committee: Home, name: string, but?: string): Promise<NameTaken | null> {
	const holder = nameHolder(await listPartners(tx, committee.id), name, but);
	return holder ? { ok: false, reason: 'name_taken', holder } : null;
}

export async function addPartner(
	tx: Transaction,
	committee: Home,
	draft: PartnerDraft,
): Promise<{ ok: true; id: string } | NameTaken> {
	const taken = await holderOf(tx, committee, draft.name);
	if (taken) return taken;
	const [id = ''] = await insertPartners(tx, committee.id, [draft]);
	return { ok: true, id };
}

/** Changes what a partner is. A name that it had as an alias moves up: it is no longer another spelling. */
export async function editPartner(
	tx: Transaction,
	committee: Home,
	id: string,
	draft: PartnerDraft,
): Promise<{ ok: true } | NameTaken> {
	await getPartner(tx, committee.id, id);
	const taken = await holderOf(tx, committee, draft.name, id);
	if (taken) return taken;
	await deletePartnerAlias(tx, id, draft.name);
	await savePartner(tx, id, draft);
	return { ok: true };
}

export async function confirmPartner(tx: Transaction, committee: Home, id: string): Promise<void> {
	await getPartner(tx, committee.id, id);
	await savePartnerConfirmed(tx, id);
}

export async function addPartnerAlias(
	tx: Transaction,
	committee: Home,
	id: string,
	alias: string,
): Promise<{ ok: true } | NameTaken> {
	const partner = await getPartner(tx, committee.id, id);
	if (nameHolder([partner], alias)) return { ok: true };
	const taken = await holderOf(tx, committee, alias, id);
	if (taken) return taken;
	await insertPartnerAliases(tx, committee.id, [{ partnerId: id, alias }]);
	return { ok: true };
}

export async function removePartnerAlias(tx: Transaction, committee: Home, id: string, alias: string): Promise<void> {
	await getPartner(tx, committee.id, id);
	await deletePartnerAlias(tx, id, alias);
}

/** `gone` is the same institution as `kept`: all that names it moves there, and its name becomes another spelling. */
export async function mergePartners(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ kept, gone }: { kept: string; gone: string },
): Promise<void> {
	if (kept === gone) throw new Problem('conflict', 'a partner cannot be merged with itself');
	await getPartner(tx, committee.id, kept);
	await getPartner(tx, committee.id, gone);
	await savePartnersMerged(tx, { kept, gone, actor });
}

/** What was wrong with a form that names a partner; `holder` has the name already. */
type Misnamed = { ok: false; issues: Issue[]; holder: Partner | null };
const misnamed = (field: string, { holder }: NameTaken): Misnamed => ({
	ok: false,
	issues: [{ field, message: 'issue.name_taken', words: { name: holder.name } }],
	holder,
});

/** Reads the form of a partner and adds it, or changes the one with the id. */
export async function submitPartner(
	tx: Transaction,
	committee: Pick<Committee, 'id' | 'countyCode'>,
	typed: Typed,
	id: string | null,
): Promise<{ ok: true; id: string } | Misnamed> {
	const parsed = parsePartner(typed, (await getLand(tx, committee)).municipalities);
	if (!parsed.ok) return { ...parsed, holder: null };
	if (id === null) {
		const added = await addPartner(tx, committee, parsed.value);
		return added.ok ? added : misnamed('name', added);
	}
	const edited = await editPartner(tx, committee, id, parsed.value);
	return edited.ok ? { ok: true, id } : misnamed('name', edited);
}

/** Reads another spelling and adds it. */
export async function submitPartnerAlias(
	tx: Transaction,
	committee: Home,
	typed: Typed,
	id: string,
): Promise<{ ok: true } | Misnamed> {
	const parsed = parseAlias(typed);
	if (!parsed.ok) return { ...parsed, holder: null };
	const added = await addPartnerAlias(tx, committee, id, parsed.value);
	return added.ok ? added : misnamed('alias', added);
}

/** Reads the form of a contact and adds it, or changes the one with the id. */
export async function submitContact(
	tx: Transaction,
	committee: Home,
	partnerId: string,
	typed: Typed,
	{ id, today }: { id: string | null; today: string },
): Promise<{ ok: true } | { ok: false; issues: Issue[] }> {
	await getPartner(tx, committee.id, partnerId);
	if (id !== null) await getContact(tx, partnerId, id);
	const parsed = parseContact(typed, today);
	if (!parsed.ok) return parsed;
	const known = await listContacts(tx, [partnerId]);
	if (known.some((one) => one.id !== id && one.email === parsed.value.email))
		return { ok: false, issues: [{ field: 'email', message: 'issue.contact_known' }] };
	if (id === null) await insertContact(tx, committee.id, { ...parsed.value, partnerId });
	else await saveContact(tx, id, parsed.value);
	return { ok: true };
}

/** Takes a contact away, with the links that were sent to it. */
export async function removeContact(tx: Transaction, partnerId: string, id: string): Promise<void> {
	await getContact(tx, partnerId, id);
	await deleteContact(tx, id);
}
