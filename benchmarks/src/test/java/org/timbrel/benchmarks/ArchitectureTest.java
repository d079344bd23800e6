package org.timbrel.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.timbrel.cli.Terminal;
import org.timbrel.engine.tensor.Shape;

/** Holds the arrows between the modules, and a few habits that no compiler checks. */
@AnalyzeClasses(
        packages = "org.timbrel",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {
    /** The engine's tests come as a jar, since JMH takes its cases from them. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String ENGINE = "org.timbrel.engine..";
    private static final String AUDIO = "org.timbrel.audio..";
    private static final String TRAINING = "org.timbrel.training..";
    private static final String VECTOR = "org.timbrel.engine.backend.vector..";
    private static final String FOURIER = "org.timbrel.audio.fourier.vector..";
    private static final String RUNGS = "org.timbrel.benchmarks.kernels.matmul..";
    private static final String PEAK = "org.timbrel.benchmarks.kernels.peak..";

    @ArchTest
    static final ArchRule ARROWS_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("engine")
            .definedBy(ENGINE)
            .layer("audio")
            .definedBy(AUDIO)
            .layer("training")
            .definedBy(TRAINING)
            .layer("cli")
            .definedBy("org.timbrel.cli..")
            .optionalLayer("kernels")
            .definedBy("org.timbrel.kernels..")
            .optionalLayer("benchmarks")
            .definedBy("org.timbrel.benchmarks..")
            .whereLayer("engine")
            .mayNotAccessAnyLayer()
            .whereLayer("audio")
            .mayNotAccessAnyLayer()
            .whereLayer("kernels")
            .mayOnlyAccessLayers("engine")
            .whereLayer("training")
            .mayOnlyAccessLayers("engine", "audio")
            .whereLayer("cli")
            .mayOnlyAccessLayers("training", "engine", "audio")
            .whereLayer("benchmarks")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule ENGINE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ENGINE,
                    "java.lang..",
                    "java.util..",
                    "java.io..",
                    "java.nio..",
                    "java.math..",
                    "jdk.incubator.vector..",
                    "org.ejml..",
                    "com.fasterxml.jackson.core..");

    /** What computes with tensors; the command line leaves all of it to the modules below. */
    private static final DescribedPredicate<JavaClass> ARITHMETIC = resideInAnyPackage(
                    "org.timbrel.engine.tensor..",
                    "org.timbrel.engine.loss..",
                    "org.timbrel.engine.optimizer..",
                    "org.timbrel.engine.init..",
                    "org.timbrel.engine.random..",
                    "org.timbrel.engine.backend.*..",
                    "org.jtransforms..",
                    "org.ejml..")
            .and(DescribedPredicate.not(equivalentTo(Shape.class)));

    @ArchTest
    static final ArchRule COMMAND_LINE_DOES_NO_ARITHMETIC =
            noClasses().that().resideInAPackage("org.timbrel.cli..").should().dependOnClassesThat(ARITHMETIC);

    @ArchTest
    static final ArchRule NO_CIRCLES_BETWEEN_PACKAGES =
            slices().matching("org.timbrel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule VECTOR_API_STAYS_IN_PACKAGES_OF_ITS_OWN = noClasses()
            .that()
            .resideOutsideOfPackages(VECTOR, FOURIER, RUNGS, PEAK)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule BACKENDS_ARE_FOUND_BY_NAME = noClasses()
            .that()
            .resideOutsideOfPackages("org.timbrel.engine.backend.vector..", "org.timbrel.engine.backend.reference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.timbrel.engine.backend.vector..", "org.timbrel.engine.backend.reference..");

    @ArchTest
    static final ArchRule RANDOM_NUMBERS_HAVE_A_KEY = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_ENDS_THE_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackage("org.timbrel.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule ONLY_THE_TERMINAL_PRINTS = noClasses()
            .that(DescribedPredicate.not(equivalentTo(Terminal.class)))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
