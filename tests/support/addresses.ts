import { access } from '#people/access.ts';

type Cell = { route: string; verb: string; path: string };

/** The example that a parameter of a route takes: what is called alike in two routes is not always the same thing. */
function exampleFor(name: string, route: string): string {
	if (route.startsWith('/k/[code]/files')) return name === 'code' ? 'askedCode' : 'askedFile';
	const isPublic = route.includes('/(public)');
	if (name === 'id' && /\/materials\/.*\/(upload|file)$/.test(route))
		return route.includes('/versions/') ? 'paperVersion' : 'paper';
	if (name === 'sheet' && route.includes('/poster/')) return 'posterSheet';
	if (name === 'id' && !isPublic) return /\/(\w+)\/\[id=id\]/.exec(route)?.[1] ?? name;
	if (name === 'number' && isPublic) return 'publicNumber';
	if (name === 'id' && route.includes('/materials/')) return 'publicMaterial';
	if (name === 'id') return route.includes('/national/') ? 'national' : 'publicVideo';
	if (name === 'token' && route.includes('/answer/meeting/')) return 'meetingToken';
	if (name === 'token' && route.includes('/answer/')) return route.includes('/month/') ? 'monthToken' : 'answerToken';
	if (name === 'token' && route.includes('/calendar/')) return 'calendarToken';
	return name === 'language' && route.startsWith('/(public)/[language') ? 'helpLanguage' : name;
}

/** Every route and verb of the table of access as an address; a parameter nobody knows fails the test. */
export function cellsOf(parameters: Record<string, string>): Cell[] {
	return Object.entries(access).flatMap(([route, line]) => {
		const path = route.replace(/\/\(public\)/g, '').replace(/\[(\w+)(?:=\w+)?\]/g, (_, name: string) => {
			const value = parameters[exampleFor(name, route)];
			if (value === undefined) throw new Error(`no example for [${name}] in ${route}`);
			return value;
		});
		return Object.keys(line).map((verb) => ({ route, verb, path: path || '/' }));
	});
}
