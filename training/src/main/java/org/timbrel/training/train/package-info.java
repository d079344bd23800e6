/** Training, evaluation and prediction. */
package org.timbrel.training.train;
