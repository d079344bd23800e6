/** Studies: several training runs side by side, their figures in one table, and the statistics that compare them. */
package org.timbrel.training.study;
