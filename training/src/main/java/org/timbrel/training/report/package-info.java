/** Pictures and the report of a run, made from the contents of its folder alone. */
package org.timbrel.training.report;
