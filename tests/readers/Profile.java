import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.RDFDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Says of an ontology how many axioms the OWL API reads, and what of it is not OWL 2 DL. */
class Profile {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        RDFDocumentFormat format = (RDFDocumentFormat) manager.getOntologyFormat(ontology);
        System.out.println(ontology.getAxiomCount() + " axioms");
        format.getOntologyLoaderMetaData().ifPresent(read -> System.out.println(
            read.getUnparsedTriples().count() + " triples unparsed"));
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations()) {
            System.out.println(violation.toString().replace('\n', ' '));
        }
    }
}
