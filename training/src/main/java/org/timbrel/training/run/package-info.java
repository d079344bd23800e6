/**
 * The run folder: what a training run leaves behind, under fixed names, written so that an interruption at any moment
 * loses nothing. {@code metrics.jsonl} is the one source of every figure.
 */
package org.timbrel.training.run;
