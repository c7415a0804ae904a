/** A file of the sample blog: name and text. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
}

const dayMs = 86_400_000;
const dateLine = /^date: (\d{4}-\d{2}-\d{2})/m;

/** The sample posts with their dates laid so that the newest is from yesterday; distances in days stay. */
export function shiftSampleDates(files: readonly SampleFile[], now: Date): readonly SampleFile[] {
  const days = files.map(({ text }) => dayNumber(dateLine.exec(text)?.[1] ?? ''));
  const shift = Math.floor(now.getTime() / dayMs) - 1 - Math.max(...days);
  return files.map(({ name, text }, index) => {
    const day = dayText((days[index] ?? 0) + shift);
    return {
      name: name.replace(/^\d{4}-\d{2}-\d{2}/, day),
      text: text.replace(dateLine, `date: ${day}`),
    };
  });
}

function dayNumber(day: string): number {
  return Math.floor(Date.parse(day) / dayMs);
}

function dayText(dayNumber: number): string {
  return new Date(dayNumber * dayMs).toISOString().slice(0, 10);
}
