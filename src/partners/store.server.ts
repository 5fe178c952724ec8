import { sql } from 'kysely';
import { searchForm } from '#i18n/search.ts';
import { collated, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Partner, PartnerKind } from './model.ts';

const columns = (tx: Transaction) =>
	tx.selectFrom('partners').select([
		'partners.id',
		'name',
		'kind',
		'search_name as searchName',
		'municipality_code as municipalityCode',
		'confirmed',
		sql<string[]>`array(select alias from partner_aliases where partner_id = partners.id order by alias)`.as('aliases'),
	]);

/** Every partner of a committee with aliases, by name in the order of the language. */
export async function listPartners(tx: Transaction, committeeId: string, locale: 'sq' | 'en' = 'sq'): Promise<Partner[]> {
	const rows = await columns(tx).where('committee_id', '=', committeeId).orderBy(collated('name', locale)).execute();
	return rows as Partner[];
}

export type NewPartner = { name: string; kind: PartnerKind; municipalityCode?: string | null; confirmed?: boolean; demonstration?: boolean };

/** Ids in the order given. */
export async function insertPartners(tx: Transaction, committeeId: string, partners: readonly NewPartner[]): Promise<string[]> {
	if (partners.length === 0) return [];
	const rows = partners.map((partner) => ({
		id: recordId(),
		committee_id: committeeId,
		name: partner.name,
		kind: partner.kind,
		search_name: searchForm(partner.name),
		municipality_code: partner.municipalityCode ?? null,
		confirmed: partner.confirmed ?? true,
		demonstration: partner.demonstration ?? false,
	}));
	await tx.insertInto('partners').values(rows).execute();
	return rows.map((row) => row.id);
}

/** Remembers other spellings of partners; those already known stay as they are. */
export async function insertPartnerAliases(
	tx: Transaction,
	committeeId: string,
	aliases: readonly { partnerId: string; alias: string }[],
): Promise<void> {
	if (aliases.length === 0) return;
	const rows = aliases.map(({ partnerId, alias }) => ({
		id: recordId(),
		committee_id: committeeId,
		partner_id: partnerId,
		alias,
		search_name: searchForm(alias),
	}));
	await tx
		.insertInto('partner_aliases')
		.values(rows)
		.onConflict((on) => on.columns(['committee_id', 'search_name']).doNothing())
		.execute();
}
