/** What the controller tells of itself to a program that watches it. */

export interface HttpTiming {
  method: string;
  /** as declared, with the names of its parameters */
  route: string;
  status: number;
  seconds: number;
}

export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
  answered(timing: HttpTiming): void;
}
