/**
 * Keeps a read position in step with where it should be by bending the rate a little: proportional to the error, plus
 * an integral that learns the constant part, the difference of two crystals.
 */
export interface RateState {
  /** learnt constant correction, ratio minus one */
  learnt: number;
}

/** Natural frequency 0.1 rad/s, critically damped: 1 ms of error bends by 200 ppm and is gone in half a minute. */
const OMEGA = 0.1;
const PROPORTIONAL = 2 * OMEGA;
const INTEGRAL = OMEGA ** 2;
/** 0.2 %: three hundredths of a semitone, inaudible in speech and music. */
export const MAX_BEND = 0.002;
/** Two crystals of ±100 ppm and the bending of the time map itself. */
const MAX_LEARNT = 0.0008;

export const initialRate = (): RateState => ({ learnt: 0 });

/**
 * @param errorMs where the position should be minus where it is; positive means behind
 * @param elapsedMs since the last step
 * @returns new state and the rate at which to read, 1 being nominal
 */
export const stepRate = (state: RateState, errorMs: number, elapsedMs: number): { state: RateState; rate: number } => {
  const error = errorMs / 1000;
  const wanted = PROPORTIONAL * error + state.learnt;
  const bend = Math.max(-MAX_BEND, Math.min(MAX_BEND, wanted));
  // while the bend is at its limit the integral would only wind up
  const learnt = bend === wanted ? state.learnt + INTEGRAL * error * (elapsedMs / 1000) : state.learnt;
  return { state: { learnt: Math.max(-MAX_LEARNT, Math.min(MAX_LEARNT, learnt)) }, rate: 1 + bend };
};
