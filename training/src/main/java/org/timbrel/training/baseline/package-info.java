/** Plain classifiers that a model must beat: the most frequent class, and a linear model on mean MFCC. */
package org.timbrel.training.baseline;
