import type { ListedActivity } from '#activities/model.ts';
import type { Committee } from '#committees/model.ts';
import type { Contribution } from '#contributions/model.ts';
import { whereabouts } from '#doors/model.ts';
import type { Partner } from '#partners/model.ts';
import type { Programme } from '#programmes/model.ts';
import { isTold, type Letter, type LetterFacts, type ToldInstitution } from './model.ts';

/** A month as letters are made from it. */
export type Month = {
	committee: Pick<Committee, 'countyName'>;
	programme: Programme;
	/** In the order of the calendar. */
	activities: readonly ListedActivity[];
	contributions: readonly Contribution[];
	partners: readonly Pick<Partner, 'id' | 'name'>[];
};

const isPart = (partnerId: string, { leadId, supporterIds }: Pick<ListedActivity, 'leadId' | 'supporterIds'>) =>
	leadId === partnerId || supporterIds.includes(partnerId);

/** Who leads or supports something that takes place, those with most work first. */
export function institutionsOf({
	activities,
	partners,
}: Pick<Month, 'activities' | 'partners'>): (ToldInstitution & { id: string })[] {
	const told = activities.filter(isTold);
	return partners
		.map(({ id, name }) => ({
			...{ id, name },
			leads: told.filter(({ leadId }) => leadId === id).length,
			supports: told.filter(({ leadId, supporterIds }) => leadId !== id && supporterIds.includes(id)).length,
		}))
		.filter(({ leads, supports }) => leads + supports > 0)
		.sort((one, other) => other.leads - one.leads || other.supports - one.supports);
}

/** What a letter lists as the month stands now. */
export function factsOf(
	{ committee, programme, activities, contributions, partners }: Month,
	{ kind, partnerId, activityId }: Pick<Letter, 'kind' | 'partnerId' | 'activityId'>,
): LetterFacts {
	const told = activities.filter(
		(one) =>
			isTold(one) &&
			(activityId === null || one.id === activityId) &&
			(kind === 'order' || isPart(partnerId ?? '', one)),
	);
	const numbers = new Map(told.map(({ id, number }) => [id, number]));
	const { titleSq, titleEn, startsOn, endsOn, demonstration } = programme;
	return {
		...{ county: committee.countyName, titleSq, titleEn, startsOn, endsOn, demonstration },
		activities: told.map((one) => ({
			...{ number: one.number, title: one.title, takesPlaceOn: one.takesPlaceOn, startsAt: one.startsAt },
			...{ endsAt: one.endsAt, where: whereabouts(one), audiences: one.audiences, lead: one.leadName },
			part: kind === 'order' ? null : one.leadId === partnerId ? 'leads' : 'supports',
		})),
		brings:
			kind === 'order'
				? []
				: contributions.flatMap(({ activityId: of, partnerId: whose, state, ...line }) => {
						const number = numbers.get(of);
						if (number === undefined || whose !== partnerId || state === 'declined') return [];
						const { kind: what, quantity, note, titleSq: sq, titleEn: en } = line;
						return [{ number, kind: what, quantity, note, titleSq: sq, titleEn: en }];
					}),
		institutions:
			kind === 'order'
				? institutionsOf({ activities, partners }).map(({ name, leads, supports }) => ({ name, leads, supports }))
				: [],
	};
}
