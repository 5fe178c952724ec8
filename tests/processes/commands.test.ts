import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeDirectory, removeDirectory, run } from '../support/server.ts';

// On data that no server was ever started on, and without one.
const directory = makeDirectory();
afterAll(() => removeDirectory(directory));

const data = join(directory, 'data');
const kambana = (...words: string[]) => kambanaWith({}, ...words);
async function kambanaWith(env: Record<string, string>, ...words: string[]): Promise<{ code: number; said: string }> {
	const started = run(process.execPath, ['scripts/kambana.ts', ...words], { DATA_DIR: data, ...env });
	const code = await started.ended;
	return { code, said: started.said() };
}

it('imports a month from a file, and the same file again changes nothing', async () => {
	const words = ['import', 'programme', 'db/demo/programi-durres-tetor-2026.csv', '--committee', 'AL-02'];
	const first = await kambana(...words);
	expect(first.said).toContain('25 activities added');
	expect(first.code).toBe(0);
	const again = await kambana(...words);
	expect(again.said).not.toContain('added');
	expect(again.code).toBe(0);
});

it('writes the announcement in both languages and three formats', async () => {
	const out = join(directory, 'out');
	const { code, said } = await kambana('announce', '--committee', 'AL-02', '--month', '2026-10', '--out', out);
	expect({ code, said }).toMatchObject({ code: 0 });
	const kinds = readdirSync(out).map((name) => name.split('.').slice(-2).join('.'));
	expect(kinds.sort()).toEqual(['en.docx', 'en.html', 'en.pdf', 'sq.docx', 'sq.html', 'sq.pdf']);
});

it('reads the text of a case: what it is, or its mistakes in the language of the file', async () => {
	const good = await kambana('case', 'check', 'db/cases/mesazhi.en.ink');
	expect(good).toMatchObject({ code: 0, said: expect.stringContaining('The message: 11 scenes, 3 endings') });
	const file = join(directory, 'gabim.sq.ink');
	writeFileSync(file, readFileSync('db/cases/mesazhi.sq.ink', 'utf8').replace('-> provat', '-> askund'));
	const wrong = await kambana('case', 'check', file);
	expect(wrong.code).toBe(1);
	expect(wrong.said).toContain('Rreshti 41: Nuk ka skenë me emrin «askund».');
	expect((await kambana('case', 'check', 'nothing.ink')).said).toContain('cannot be read');
});

it('verifies the audit chain, and says when it is not the one whose head somebody holds', async () => {
	const whole = await kambana('audit', 'verify');
	expect(whole).toMatchObject({ code: 0 });
	expect(whole.said).toMatch(/The audit chain is whole: \d+ entries/);
	const head = await kambana('audit', 'head');
	const [anchor = ''] = head.said.match(/^\d+:[0-9a-f]{64}$/m) ?? [];
	expect((await kambana('audit', 'verify', '--anchor', anchor.slice(0, -32))).code).toBe(0);
	const other = await kambana('audit', 'verify', '--anchor', anchor, '--anchor', '1:0123456789abcdef');
	expect(other.code).toBe(1);
	expect(other.said).toContain('Entry 1 is not the one that was printed');
	expect((await kambana('audit', 'verify', '--anchor', '1:0123')).said).toContain('is no head of the audit chain');
});

it('gives the installation another secret, and keeps nothing of the one before', async () => {
	const own = { KAMBANA_SECRET: '' };
	const secret = () => readFileSync(join(data, 'secret'), 'utf8');
	expect(await kambanaWith(own, 'doctor')).toMatchObject({ said: expect.stringContaining(join(data, 'secret')) });
	const first = secret();
	const renewed = await kambanaWith(own, 'secret', 'renew');
	expect(renewed).toMatchObject({ code: 0, said: expect.stringContaining('Authenticator apps: 0, sealed anew: 0') });
	expect(renewed.said).not.toContain(secret().trim());
	expect([secret() === first, readdirSync(data).filter((name) => name.startsWith('secret'))]).toEqual([
		false,
		['secret'],
	]);
	const half = await kambana('secret', 'renew');
	expect(half).toMatchObject({ code: 1, said: expect.stringMatching(/^Set both or neither: .+\n$/) });
});

it('says in one sentence what it cannot do', async () => {
	const strange = await kambana('import', 'programme', 'README.md', '--committee', 'AL-99');
	expect(strange.code).toBe(1);
	expect(strange.said).not.toContain('    at ');
});
