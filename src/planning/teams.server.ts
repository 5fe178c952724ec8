import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { listPartners } from '#partners/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import { deleteTeam, getTeam, insertTeam, listTeams, saveTeam } from './store.server.ts';
import { parseTeam, teamVersion } from './teams.ts';

type Home = Pick<Committee, 'id' | 'countyCode'>;
type Saved = { ok: true; id: string } | { ok: false; issues: Issue[] };

/** Everything the form of a team chooses from. */
export async function getTeamChoices(tx: Transaction, committee: Home, locale: 'sq' | 'en') {
	const { municipalities } = await getLand(tx, committee);
	return { partners: await listPartners(tx, committee.id, locale), municipalities };
}

/** Adds a team, or changes the one with the id. */
export async function submitTeam(
	tx: Transaction,
	committee: Home,
	{ typed, id }: { typed: Typed; id: string | null },
): Promise<Saved> {
	const parsed = parseTeam(typed, await getTeamChoices(tx, committee, 'sq'));
	if (id !== null) await getTeam(tx, committee.id, id);
	if (!parsed.ok) return parsed;
	const { partnerId, name } = parsed.value;
	const teams = await listTeams(tx, committee.id);
	if (teams.some((team) => team.id !== id && team.partnerId === partnerId && team.name === name))
		return { ok: false, issues: [{ field: 'name', message: 'issue.team_name_taken' }] };
	if (id === null) return { ok: true, id: await insertTeam(tx, committee.id, parsed.value) };
	return (await saveTeam(tx, id, teamVersion(typed), parsed.value))
		? { ok: true, id }
		: { ok: false, issues: [{ field: 'name', message: 'form.stale' }] };
}

/** A team that does not exist any more is in no draft; activities it was proposed for stay. */
export async function removeTeam(tx: Transaction, committee: Home, id: string): Promise<void> {
	await getTeam(tx, committee.id, id);
	await deleteTeam(tx, id);
}
