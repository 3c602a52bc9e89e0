import { setImmediate } from 'node:timers/promises';
import type { TextVector } from './text-vectors.js';

/** One weight for each feature and label, the labels of a feature side by side. */
export type LinearModel = { labels: number; weights: Float32Array; bias: Float32Array };

export type LabelledVector = { vector: TextVector; label: number };

/** Few examples are gone through more often, many less; found on validation data. */
const UPDATES_WANTED = 4000;
const FEWEST_PASSES = 6;
const MOST_PASSES = 40;
const FIRST_STEP = 6;
/** A label's weights are left alone when it is already this close to right. */
const CLOSE_ENOUGH = 0.002;
/** After so many multiplications others get their turn: training must not stall the process. */
const WORK_PER_SLICE = 4_000_000;

/**
 * Learns to tell labels apart: multinomial logistic regression by stochastic gradient descent. The order of the
 * examples is shuffled the same way each time, so the same examples always give the same model.
 */
export async function trainLinearModel(
  examples: readonly LabelledVector[],
  features: number,
  labels: number,
): Promise<LinearModel> {
  const model: LinearModel = {
    labels,
    weights: new Float32Array(features * labels),
    bias: new Float32Array(labels),
  };
  const passes = Math.min(
    MOST_PASSES,
    Math.max(FEWEST_PASSES, Math.ceil(UPDATES_WANTED / Math.max(1, examples.length))),
  );
  const order = shuffled(examples.length);
  let work = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    const step = FIRST_STEP / (1 + pass);
    for (const index of order) {
      const example = examples[index] as LabelledVector;
      learn(model, example, step);
      work += example.vector.ids.length * labels;
      if (work > WORK_PER_SLICE) {
        work = 0;
        await setImmediate();
      }
    }
  }
  return model;
}

/** @returns how well each label fits, as probabilities that sum to 1. */
export function probabilities(model: LinearModel, vector: TextVector): Float32Array {
  const { labels, weights } = model;
  const scores = Float32Array.from(model.bias);
  for (let index = 0; index < vector.ids.length; index += 1) {
    const row = (vector.ids[index] as number) * labels;
    const weight = vector.weights[index] as number;
    for (let label = 0; label < labels; label += 1)
      scores[label]! += weight * (weights[row + label] as number);
  }
  return softmax(scores);
}

function learn(model: LinearModel, { vector, label }: LabelledVector, step: number): void {
  const { labels, weights, bias } = model;
  const errors = probabilities(model, vector);
  errors[label]! -= 1;
  for (let other = 0; other < labels; other += 1) {
    const error = errors[other] as number;
    if (Math.abs(error) < CLOSE_ENOUGH) continue;
    bias[other]! -= step * error * 0.1;
    for (let index = 0; index < vector.ids.length; index += 1) {
      weights[(vector.ids[index] as number) * labels + other]! -=
        step * error * (vector.weights[index] as number);
    }
  }
}

function softmax(scores: Float32Array): Float32Array {
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  let sum = 0;
  for (let label = 0; label < scores.length; label += 1) {
    scores[label] = Math.exp((scores[label] as number) - highest);
    sum += scores[label] as number;
  }
  for (let label = 0; label < scores.length; label += 1) scores[label]! /= sum;
  return scores;
}

/** The numbers below `count` in an order that looks random and is always the same (a linear congruential generator). */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let state = 1;
  for (let last = count - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
