import { type Method, methods, type Setting, settings } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import { type Audience, audiences } from '#programmes/model.ts';
import { Likeness } from './near.ts';

const settingWords: Record<Setting, string> = {
	school: 'shkollë, shkolla, shkollat, shkollor, në shkollë, arsim, school, schools, education',
	community: 'komunitet, komuniteti, komunitete, komunitetet, në komunitet, community, communities',
	company:
		'ndërmarrje, ndërmarrja, ndërmarrjet, kompani, biznes, biznese, subjekt privat, subjekte private, punësim, company, companies, business, private company, enterprise',
	health:
		'shëndetësi, shëndetësia, shëndetësor, qendër shëndetësore, qendra shëndetësore, qendrat shëndetësore, health, health care, health centre, health centres, health center',
	public:
		'publike, publik, publikisht, hapësirë publike, hapësira publike, vend publik, shesh, public, public space, public place',
};

const audienceWords: Record<Audience, string> = {
	pupils: 'nxënës, nxënësit, nxënëse, nxënës dhe nxënëse, maturantë, pupils, pupil, school pupils, schoolchildren',
	students: 'studentë, studentët, student, students, university students',
	teachers: 'mësues, mësuesit, mësuese, mësues dhe mësuese, teachers, teacher',
	psychologists:
		'psikologë, psikologët, psikolog, psikologë shkollorë, psikologu i shkollës, psychologists, psychologist, school psychologists',
	parents: 'prindër, prindërit, prind, nëna, parents, parent',
	roma_community:
		'komuniteti rom, komunitet rom, komuniteti romë, romë, rom, komunitetet rome, roma community, roma, the roma community',
	egyptian_community:
		'komuniteti egjiptian, komunitet egjiptian, egjiptianë, egjiptian, egyptian community, egyptians, egyptian, the egyptian community',
	job_seekers:
		'punëkërkues, punëkërkuesit, të papunë, persona të papunë, job seekers, job seeker, jobseekers, unemployed',
	employees: 'të punësuar, të punësuarit, punonjës, punonjësit, punëtorë, employees, employee, workers, staff',
	employers: 'punëdhënës, punëdhënësit, employers, employer',
	health_staff:
		'personel shëndetësor, personeli shëndetësor, staf shëndetësor, stafi shëndetësor, mjekë, infermierë, health staff, health personnel, health workers',
	general_public:
		'publiku i gjerë, publik i gjerë, publiku, publik, qytetarë, qytetarët, general public, public, the public, the general public, citizens',
};

const methodWords: Record<Method, string> = {
	video: 'video, videot, film, filma, shfaqje video, videos, films',
	leaflet: 'fletëpalosje, fletëpalosjet, fletushka, broshura, leaflets, leaflet, brochures, flyers',
	contest:
		'konkurs pikture, konkurs pikturash, konkurs, pikturë, painting contest, painting competition, contest, competition',
	case: 'rast, raste, rastet, diskutim rastesh, diskutim rasti, shembuj, cases, case, case discussion, discussion of cases, discussion of a case, examples',
	help_information:
		'informacion për ndihmë, informacion për ndihmën, informim për ndihmë, ku të drejtohen për ndihmë, help information, information about help, information on help, where to turn for help',
	courses:
		'kurse profesionale, kurs profesional, kurse, formim profesional, vocational courses, vocational course, courses, vocational training',
	march: 'marshim, marshimi, marsh, march, marches',
	talk: 'bisedë, biseda, bisedë e lirë, takim, diskutim, leksion, talk, talks, conversation, meeting, discussion',
};

const visibilityWords: Record<'public' | 'closed', string> = {
	public:
		'po, p, x, e hapur, hapur, publike, publik, e hapur për publikun, true, 1, yes, y, open, public, open to the public',
	closed: 'jo, j, e mbyllur, mbyllur, false, 0, no, n, closed, not public',
};

export type Known<T extends string> = { options: readonly T[]; exact: ReadonlyMap<string, T>; alike: Likeness<T> };

function known<T extends string>(options: readonly T[], words: Record<T, string>): Known<T> {
	const exact = new Map(
		options.flatMap((option) => words[option].split(', ').map((word) => [searchForm(word), option] as const)),
	);
	const alike = new Likeness<T>();
	for (const [form, option] of exact) alike.add(form, option);
	return { options, exact, alike };
}

/** The words of a sheet for what has a fixed list, in both languages; `find` of `alike` forgives a slip of the pen. */
export const vocabulary = {
	setting: known(settings, settingWords),
	audiences: known(audiences, audienceWords),
	methods: known(methods, methodWords),
	visibility: known(['public', 'closed'] as const, visibilityWords),
};
