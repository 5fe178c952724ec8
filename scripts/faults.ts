// `npm run faults [-- rounds [rows]]`: kill -9 of the application and of PostgreSQL at random moments during imports.
import { killDuringImports } from '../tests/faults/imports.ts';
import { runScript } from './outcome.ts';

const [rounds = 50, rows = 2_500] = process.argv.slice(2).map(Number);

await runScript(async () => {
	const results = await killDuringImports({ rounds, rows }, ({ round, victim, afterMs, acknowledged, found }) =>
		console.log(
			`${String(round).padStart(3)}  ${victim.padEnd(11)} killed after ${String(afterMs).padStart(5)} ms  ${acknowledged ? 'acknowledged' : 'cut off     '}  ${found}`,
		),
	);
	const number = (found: string) => results.filter((result) => result.found === found).length;
	console.log(
		`\n${results.length} kills during imports of ${rows} rows: ${number('all')} whole, ${number('nothing')} nothing, ${number('PART')} in part`,
	);
	return number('PART') === 0 ? 0 : 1;
});
