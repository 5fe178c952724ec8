// The types that come with the package leave out what Emscripten takes and gives.
declare module '@neslinesli93/qpdf-wasm' {
	type Files = {
		init(input: () => null, output: (code: number) => void, error: (code: number) => void): void;
		writeFile(path: string, bytes: Uint8Array): void;
		readFile(path: string): Uint8Array;
	};
	export type QpdfInstance = { callMain(args: string[]): number; FS: Files };
	export default function create(options: {
		locateFile: () => string;
		noInitialRun: boolean;
		preRun: ((module: { FS: Files }) => void)[];
	}): Promise<QpdfInstance>;
}
