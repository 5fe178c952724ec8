import { onCommittee } from '#committees/actions.server.ts';
import { searchForm } from '#i18n/search.ts';
import { type MaterialQuestion, parseQuestion } from '#materials/input.ts';
import type { ListedMaterial } from '#materials/model.ts';
import { listRecalledVersions } from '#materials/recall.server.ts';
import { listMaterials } from '#materials/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

const soonDays = 60;

function isAsked(material: ListedMaterial, question: MaterialQuestion, today: string): boolean {
	const { search, kind, audience, language, state, expiry } = question;
	const words = searchForm(search).split(' ').filter(Boolean);
	const text = searchForm(`${material.titleSq} ${material.titleEn} ${material.owner}`);
	const versions = material.versions.filter(
		(version) => (language === null || version.language === language) && (state === null || version.state === state),
	);
	return (
		words.every((word) => text.includes(word)) &&
		(kind === null || material.kind === kind) &&
		(audience === null || material.audience === audience) &&
		((language === null && state === null) || versions.length > 0) &&
		(expiry === null || material.expiresOn < addDays(today, soonDays))
	);
}

/** Whoever carries out activities sees what may be used; whoever answers for the committee sees everything. */
export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const narrow = locals.scope.kind === 'partner' || locals.scope.kind === 'activity';
		const all = (await listMaterials(tx, committee.id, locals.locale)).flatMap((material) => {
			if (!narrow) return material;
			const versions = material.versions.filter(({ state }) => state === 'approved');
			return versions.length > 0 ? { ...material, versions } : [];
		});
		const today = dayAt(new Date());
		const question = parseQuestion(url.searchParams);
		return {
			...{ question, today },
			all: all.length,
			materials: all.filter((material) => isAsked(material, question, today)),
			languages: [...new Set(all.flatMap(({ versions }) => versions.map(({ language }) => language)))].sort(),
			recalled: [...(await listRecalledVersions(tx, committee))],
		};
	});
