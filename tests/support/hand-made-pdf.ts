/** A PDF written by hand, object by object: what a test wants in it, and nothing a program would add. */
type Wish = {
	/** One text to a page; an empty one is a page without letters. */
	pages?: readonly string[];
	/** Into the catalogue: `/OpenAction 20 0 R`. */
	catalog?: string;
	/** Into every page: `/Annots [20 0 R]`. */
	page?: string;
	/** Objects from number 20 on. */
	objects?: readonly string[];
	/** Into the trailer. */
	trailer?: string;
};

export function buildPdf({
	pages = ['Fleta e kuizit'],
	catalog = '',
	page = '',
	objects = [],
	trailer = '',
}: Wish = {}): Buffer {
	const made: [number: number, text: string][] = [
		[1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
		[
			2,
			`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${50 + 2 * index} 0 R`).join(' ')}] >>`,
		],
		[3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'],
		...pages.flatMap((text, index): [number, string][] => {
			const content = text ? `BT /F1 12 Tf 72 720 Td (${text}) Tj ET` : '';
			const number = 50 + 2 * index;
			return [
				[
					number,
					`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> ${page} >>`,
				],
				[number + 1, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
			];
		}),
		...objects.map((text, index): [number, string] => [20 + index, text]),
	];
	let file = '%PDF-1.7\n';
	const places = made.map(([number, text]) => {
		const at = file.length;
		file += `${number} 0 obj\n${text}\nendobj\n`;
		return `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
	});
	const start = file.length;
	file += `xref\n0 1\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 500 /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(file, 'latin1');
}
