/** One segment followed through a small model, number by number: what {@code timbrel trace} prints. */
package org.timbrel.training.trace;
