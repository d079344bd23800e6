/** How good a classifier is: confusion matrix, precision, recall and F1 a class, votes by track, confidence intervals. */
package org.timbrel.training.metrics;
