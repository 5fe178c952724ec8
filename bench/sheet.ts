/** A programme of any size as a secretary would write it in a spreadsheet, the same at every run. */
export function sheet(rows: number, month = '2027-10'): string {
	const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;
	const [year, number] = month.split('-');
	const where = [
		['Durrës', 'Sukth'],
		['Shijak', 'Maminas'],
		['Krujë', 'Thumanë'],
		['Krujë', 'Bubq'],
		['Durrës', 'Manëz'],
	] as const;
	const settings = [
		['shkollë', 'ZVAP Durrës', 'nxënës, mësues', 'Shkolla'],
		['shëndetësi', 'NJVKSH Durrës', 'personel shëndetësor', 'Qendra shëndetësore'],
		['komunitet', 'Bashkia Krujë', 'komuniteti rom, prindër', 'Salla'],
		['ndërmarrje', 'Zyra e Punësimit Durrës', 'punëkërkues, të punësuar', 'Ndërmarrje'],
	] as const;
	const lines = Array.from({ length: rows }, (_, index) => {
		const [municipality, unit] = pick(where, index);
		const [setting, lead, audiences, kind] = pick(settings, Math.floor(index / 3));
		const day = String(1 + (index % 28)).padStart(2, '0');
		const hour = String(8 + (index % 9)).padStart(2, '0');
		const place = `${kind} Nr. ${1 + (index % 200)} ${unit}`;
		return `${index + 1};${day}.${number}.${year};${hour}:00-${hour}:45;Orë informuese ${index + 1};${place};${municipality};${unit};${setting};${lead};Policia e Shtetit, World Vision;${audiences};video, fletëpalosje;${20 + (index % 60)};${index % 4 === 0 ? 'po' : 'jo'}`;
	});
	const head =
		'Nr;Data;Ora;Veprimtaria;Vendi;Bashkia;Njësia administrative;Mjedisi;Nën kujdesin e;Mbështetës;Grupi i synuar;Mjetet;Pjesëmarrës të planifikuar;Për publikun';
	return `${[head, ...lines].join('\r\n')}\r\n`;
}
