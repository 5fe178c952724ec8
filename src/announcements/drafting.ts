import { type Setting, settings, wasHeld } from '#activities/model.ts';
import { type Evidence, type EvidenceActivity, recordsOf, valueOf } from '#figures/evidence.ts';
import { day, list } from '#i18n/format.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { type MessageKey, t, type Words } from '#i18n/t.ts';
import type { PartnerKind } from '#partners/model.ts';
import { countGroups, countMethods, fiveAnswers, materialKinds, materialLanguages } from '#returns/model.ts';
import { type Paragraph, type ParagraphKey, paragraphKeys } from './model.ts';
import { asSentence, type Institution, institutionsOf } from './prose.ts';

/**
 * The announcement as the records tell it. Each paragraph says only what is evidenced: without evidence it is empty, or says
 * that it is missing. Numbers are tokens; sentences are built so that no verb depends on a number (the committee acts,
 * the number is what it acts upon). Words around them depend on the records too, so a draft is drawn anew before it is approved.
 */
export function draft(evidence: Evidence): Paragraph[] {
	const drawn = locales.map((locale) => [locale, paragraphsIn(new Draft(locale, evidence))] as const);
	const texts = Object.fromEntries(drawn) as Record<Locale, Partial<Record<ParagraphKey, string>>>;
	return paragraphKeys.flatMap((key) => {
		const [sq, en] = [texts.sq[key] ?? '', texts.en[key] ?? ''];
		return sq === '' && en === '' ? [] : [{ key, sq, en, edited: false }];
	});
}

class Draft {
	readonly locale: Locale;
	readonly evidence: Evidence;
	readonly held: EvidenceActivity[];
	readonly #always: Words;

	constructor(locale: Locale, evidence: Evidence) {
		this.locale = locale;
		this.evidence = evidence;
		this.held = evidence.activities.filter(({ state }) => wasHeld(state));
		const county = evidence.committee.countyName;
		this.#always = {
			month: day(locale, evidence.programme.slug, 'month'),
			county: county ?? '',
			committee: county === null ? t(locale, 'committee.national_short') : t(locale, 'draft.committee', { county }),
			prefect: t(locale, county === null ? 'draft.office.national' : 'draft.office.county', { county: county ?? '' }),
		};
	}

	value = (key: string): number => valueOf(this.evidence, key);
	say = (key: MessageKey, words: Words = {}): string => t(this.locale, key, { ...this.#always, ...words });
	all = (items: readonly string[]): string => list(this.locale, items);

	/** Two tokens as a share: "9 of 16", "all 16" only when it is so, the first alone when there is one of one. */
	share(part: string, whole: string, of: 'places' | 'municipalities' | 'units'): string {
		const [reached, all] = [this.value(part), this.value(whole)];
		if (reached === 0) return '';
		if (reached >= all) return this.say(all === 1 ? `draft.${of}.only` : `draft.${of}.all`, { part: `{${part}}` });
		return this.say(`draft.${of}.some`, { part: `{${part}:n}`, whole: `{${whole}}` });
	}

	institutions(ids: Iterable<string>, without: readonly PartnerKind[] = []): Institution[] {
		return [...new Set(ids)].flatMap((id) => {
			const known = this.evidence.names[id];
			const kind = (known?.kind ?? 'other') as PartnerKind;
			return known && !without.includes(kind) ? [{ name: known.name, kind }] : [];
		});
	}

	names(ids: Iterable<string>): string {
		const named = [...new Set(ids)].flatMap((id) => this.evidence.names[id]?.name ?? []);
		return this.all(named.sort(new Intl.Collator('sq').compare));
	}
}

const joined = (...sentences: (string | false)[]): string => sentences.filter(Boolean).join(' ');

function paragraphsIn(d: Draft): Partial<Record<ParagraphKey, string>> {
	return {
		title: d.say(d.evidence.committee.countyName === null ? 'draft.title.national' : 'draft.title'),
		who: who(d),
		programme: programme(d),
		aim: aim(d),
		...Object.fromEntries(settings.map((setting) => [setting, inSetting(d, setting)])),
		march: march(d),
		means: means(d),
		help: help(d),
		presence: presence(d),
		reach: reach(d),
		answers: answers(d),
		knowledge: knowledge(d),
		published: d.say('draft.published'),
		pledge: d.say('draft.pledge'),
	};
}

function who(d: Draft): string {
	const cooperation = (['state', 'ngo', 'other'] as const)
		.map((sector) => ({ sector, ids: recordsOf(d.evidence, `partners.${sector}`).map(({ of }) => of) }))
		.filter(({ ids }) => ids.length > 0)
		.map(({ sector, ids }) => d.say('draft.with', { token: `{partners.${sector}}`, names: d.names(ids) }));
	return joined(
		d.say(d.evidence.committee.countyName === null ? 'draft.who.national' : 'draft.who'),
		cooperation.length > 0 && d.say('draft.cooperation', { partners: d.all(cooperation) }),
	);
}

function programme(d: Draft): string {
	if (d.value('planned') === 0) return d.say('draft.programme.empty');
	if (d.held.length === 0) return d.say('draft.programme.nothing_held');
	const reached = [
		d.share('municipalities', 'municipalities_all', 'municipalities'),
		d.share('units', 'units_all', 'units'),
	].filter(Boolean);
	return joined(
		d.say('draft.programme'),
		reached.length > 0 && d.say('draft.programme.reached', { reached: d.all(reached) }),
		d.value('postponed') > 0 && d.say('draft.programme.postponed'),
		d.value('cancelled') > 0 && d.say('draft.programme.cancelled'),
	);
}

function aim(d: Draft): string {
	const { aimSq, aimEn } = d.evidence.programme;
	const own = (d.locale === 'sq' ? aimSq : aimEn).trim();
	return own === '' ? d.say('draft.aim') : d.say('draft.aim.own', { aim: asSentence(own) });
}

/** Kinds that have a paragraph of their own. */
const elsewhere: readonly PartnerKind[] = ['police', 'ngo', 'committee'];
/** The places whose register is a denominator: "9 of 16 health centres". Companies and squares are never all of anything. */
const placeOf = {
	school: 'school',
	community: 'community_centre',
	health: 'health_centre',
	company: null,
	public: null,
} as const;

function inSetting(d: Draft, setting: Setting): string {
	const here = d.held.filter((activity) => activity.setting === setting);
	if (here.length === 0) return '';
	const own = here.filter(({ national }) => !national);
	const leads = d.institutions(
		own.map(({ leadId }) => leadId),
		['committee'],
	);
	const leading = new Set(own.map(({ leadId }) => leadId));
	const supporters = d.institutions(
		own.flatMap(({ supporterIds }) => supporterIds).filter((id) => !leading.has(id)),
		elsewhere,
	);
	const care = leads.length > 0 ? d.say('draft.care', { names: institutionsOf(d.locale, leads) }) : '';
	const support = supporters.length > 0 ? d.say('draft.support', { names: institutionsOf(d.locale, supporters) }) : '';
	const place = placeOf[setting];
	const share = place === null ? '' : d.share(`places.${place}`, `places_registered.${place}`, 'places');
	return joined(
		d.say(`draft.setting.${setting}`, { whom: whom(d, setting, here), held: `{held.${setting}}`, care, support }),
		share !== '' && d.say('draft.places', { share }),
		setting === 'company' && d.value('means.courses') > 0 && d.say('draft.courses'),
		setting === 'public' && own.length < here.length && d.say('draft.public.national'),
	);
}

/** With whom: the groups that were counted there; for communities those the activities were meant for. */
function whom(d: Draft, setting: Setting, here: readonly EvidenceActivity[]): string {
	if (setting === 'community') {
		const communities = ['roma_community', 'egyptian_community'] as const;
		const meant = communities.filter((audience) => here.some(({ audiences }) => audiences.includes(audience)));
		// They are named where every activity was for one of them: a number is said of them all.
		const isOfAll = here.every(({ audiences }) => meant.some((audience) => audiences.includes(audience)));
		if (meant.length === 0 || !isOfAll) return d.say('draft.whom.communities');
		return meant.length === 2 ? d.say('draft.whom.both') : d.say(`draft.whom.${meant[0] ?? 'roma_community'}`);
	}
	if (setting === 'public') return '';
	const counted = countGroups.filter((group) => here.some(({ groups }) => groups.includes(group)));
	// "Publiku i gjerë" would have to decline after "me".
	const words = counted.map((group) =>
		d.say(group === 'general_public' ? 'draft.group.general_public' : `group.${group}`),
	);
	return words.length > 0 ? d.say('draft.whom', { groups: d.all(words) }) : '';
}

const march18 = /-10-18$/;

function march(d: Draft): string {
	const national = d.held.filter((activity) => activity.national);
	if (national.length === 0) return '';
	const leads = d.institutions(national.map(({ leadId }) => leadId));
	const named = national
		.filter(({ visibility }) => visibility === 'public')
		.map(({ title, day: on }) => {
			const european = on !== null && march18.test(on) && !(d.locale === 'sq' && /evropian/i.test(title));
			const when =
				on === null ? '' : d.say(european ? 'draft.march.on_18_october' : 'draft.march.on', { day: day(d.locale, on) });
			return d.say('draft.march.named', { title: asSentence(title).replace(/\.$/, ''), when });
		});
	return joined(
		d.say('draft.march', {
			care: leads.length > 0 ? d.say('draft.care', { names: institutionsOf(d.locale, leads) }) : '',
		}),
		named.length > 0 && d.say('draft.march.list', { named: d.all(named) }),
	);
}

const meansTold = ['video', 'leaflet', 'contest', 'case', 'courses', 'talk'] as const;

function means(d: Draft): string {
	// Leaflets are counted by themselves: where some were handed out it need not have been noted as a means, and the other way round.
	const given = d.value('materials.kind.leaflet') > 0;
	const where = (figure: string) => [...new Set(recordsOf(d.evidence, figure).map(({ of }) => of))].sort().join();
	const isSame = where('materials.kind.leaflet') === where('means.leaflet');
	const told = meansTold.filter((one) => d.value(`means.${one}`) > 0 || (one === 'leaflet' && given));
	const clauses = told.map((one) =>
		one === 'leaflet' && given
			? d.say(isSame ? 'draft.means.leaflets_given' : 'draft.means.leaflets')
			: d.say(`draft.means.${one}`),
	);
	const more = materialKinds
		.filter((kind) => kind !== 'leaflet' && d.value(`materials.kind.${kind}`) > 0)
		.map((kind) => `{materials.kind.${kind}}`);
	const languages = materialLanguages.filter((language) => d.value(`materials.language.${language}`) > 0);
	return joined(
		clauses.length > 0 && d.say('draft.means', { clauses: d.all(clauses) }),
		more.length > 0 && d.say('draft.means.more', { materials: d.all(more) }),
		languages.length > 1 &&
			d.say('draft.means.languages', {
				languages: d.all(
					languages.map((language) =>
						d.say(`draft.means.language.${language}`, { token: `{materials.language.${language}}` }),
					),
				),
			}),
	);
}

function help(d: Draft): string {
	const given = ([3, 4, 5] as const).filter((answer) => d.value(`answers.${answer}`) > 0);
	if (given.length === 0) return '';
	return d.say('draft.help', { clauses: d.all(given.map((answer) => d.say(`draft.help.${answer}`))) });
}

function presence(d: Draft): string {
	const ngos = recordsOf(d.evidence, 'attending.ngo').map(({ of }) => of);
	return joined(
		d.value('present.police') > 0 && d.say('draft.presence.police'),
		ngos.length === 1 && d.say('draft.presence.ngo', { name: d.names(ngos) }),
		ngos.length > 1 && d.say('draft.presence.ngos', { names: d.names(ngos) }),
	);
}

function reach(d: Draft): string {
	if (d.held.length === 0) return '';
	const groups = countGroups
		.filter((group) => d.value(`persons.group.${group}`) > 0)
		.map((group) => `{persons.group.${group}}`);
	const ways = countMethods.filter((method) => d.value(`persons.method.${method}`) > 0);
	return joined(
		groups.length === 0 && d.value('contacts') === 0 && d.say('draft.reach.missing'),
		groups.length > 0 && d.say(groups.length > 1 ? 'draft.reach' : 'draft.reach.one_group', { groups: d.all(groups) }),
		ways.length > 0 &&
			d.say('draft.reach.counted', {
				ways: d.all(
					ways.map((method) => d.say(`draft.reach.method.${method}`, { token: `{persons.method.${method}:n}` })),
				),
			}),
		groups.length > 0 && d.say('draft.reach.repeated'),
		d.value('contacts') > 0 && d.say('draft.reach.contacts'),
		d.value('unreturned') > 0 && d.say('draft.reach.unreturned'),
	);
}

/** What was measured, in rounded numbers of answers; or that nothing was. */
function knowledge(d: Draft): string {
	if (d.held.length === 0) return '';
	const known = fiveAnswers.filter((answer) => d.value(`asked.${answer}.after`) > 0);
	if (known.length === 0) {
		if (d.value('checked') === 0) return d.say('draft.knowledge');
		const { waits } = d.evidence;
		if (waits === 'phases') return d.say('draft.knowledge.phases');
		return d.say(waits === 'period' ? 'draft.knowledge.waiting' : 'draft.knowledge.few');
	}
	const clauses = known.map((answer) => {
		const tokens = {
			right: `{knowing.${answer}.after:n}`,
			asked: `{asked.${answer}.after:n}`,
			right_before: `{knowing.${answer}.before:n}`,
			asked_before: `{asked.${answer}.before:n}`,
		};
		const both = d.value(`asked.${answer}.before`) > 0;
		return d.say(both ? 'draft.knowledge.both' : 'draft.knowledge.after', {
			...{ answer: d.say(`draft.knowledge.${answer}`), ...tokens },
		});
	});
	return joined(d.say('draft.knowledge.measured'), ...clauses, d.say('draft.knowledge.careful'));
}

function answers(d: Draft): string {
	const given = fiveAnswers.filter((answer) => d.value(`answers.${answer}`) > 0);
	if (given.length === 0) return '';
	const clauses = given.map((answer) => {
		// Not with how many persons: beside the persons of all activities that tells how many were at one.
		const where = d.say('draft.answers.activities', { activities: `{answers.${answer}}` });
		return d.say(`draft.answers.${answer}`, { where });
	});
	return d.say(given.length === 5 ? 'draft.answers.five' : 'draft.answers', { clauses: d.all(clauses) });
}
