import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

/**
 * Validates PDFs with veraPDF's engine for as long as it is fed.
 *
 * Standard input: a line of flavours, a tab and a length (`ua1,3a\t12345`), then that many bytes of PDF; again and
 * again. Standard output: a line of JSON when ready, then one for each PDF: a list with, for each flavour, its name,
 * whether the file complies, the rules it breaks and how often, or the error that kept it from being read.
 *
 * The jar holds all profiles but no JAXB runtime, which veraPDF reads them with: they are read by hand here.
 */
public class Vera {
    static final Map<String, String> NAMES = new HashMap<>(
            Map.of("ua1", "PDFUA-1", "ua2", "PDFUA-2-ISO32005", "wtpdf", "WTPDF-1-0-Accessibility"));
    static final Map<String, ValidationProfile> PROFILES = new HashMap<>();

    static {
        for (String level : List.of("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f"))
            NAMES.put(level, "PDFA-" + level.toUpperCase(Locale.ROOT));
    }

    static Element kid(Element parent, String name) {
        for (Node k = parent.getFirstChild(); k != null; k = k.getNextSibling())
            if (name.equals(k.getNodeName())) return (Element) k;
        return null;
    }

    static String text(Element parent, String name) {
        Element found = kid(parent, name);
        return found == null ? "" : found.getTextContent();
    }

    static ValidationProfile profile(String flavour) throws Exception {
        if (PROFILES.containsKey(flavour)) return PROFILES.get(flavour);
        Element root;
        String file = "/org/verapdf/pdfa/validation/" + NAMES.get(flavour) + ".xml";
        try (InputStream in = Vera.class.getResourceAsStream(file)) {
            if (in == null) throw new IllegalArgumentException("no profile for " + flavour);
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        ValidationProfile profile = Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(flavour, "", "", new Date(0)), "", rules(root), variables(root));
        PROFILES.put(flavour, profile);
        return profile;
    }

    static Set<Rule> rules(Element root) {
        Set<Rule> rules = new HashSet<>();
        NodeList found = root.getElementsByTagName("rule");
        for (int i = 0; i < found.getLength(); i++) {
            Element rule = (Element) found.item(i), id = kid(rule, "id");
            RuleId ruleId = Profiles.ruleIdFromValues(
                    PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                    id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
            Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
            rules.add(Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"),
                    Profiles.errorFromValues(text(kid(rule, "error"), "message"), List.of()), List.of()));
        }
        return rules;
    }

    static Set<Variable> variables(Element root) {
        Set<Variable> variables = new HashSet<>();
        NodeList found = root.getElementsByTagName("variable");
        for (int i = 0; i < found.getLength(); i++) {
            Element variable = (Element) found.item(i);
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        return variables;
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : String.valueOf(text).toCharArray()) {
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || c > '~') out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }

    static String validate(byte[] data, String flavour) {
        String head = "{\"flavour\": " + quoted(flavour);
        try {
            ValidationProfile profile = profile(flavour);
            try (PDFAParser parser = Foundries.defaultInstance()
                    .createParser(new ByteArrayInputStream(data), profile.getPDFAFlavour())) {
                ValidationResult result = Foundries.defaultInstance()
                        .createValidator(profile, 100, false, false, false).validate(parser);
                return head + ", \"compliant\": " + result.isCompliant() + ", \"assertions\": "
                        + result.getTotalAssertions() + ", \"failures\": [" + failures(result) + "]}";
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            return head + ", \"compliant\": false, \"assertions\": 0, \"failures\": [], \"error\": " + quoted(e.toString()) + "}";
        }
    }

    static String failures(ValidationResult result) {
        Map<String, Integer> count = new TreeMap<>();
        Map<String, TestAssertion> first = new HashMap<>();
        for (TestAssertion test : result.getTestAssertions()) {
            if (test.getStatus() != TestAssertion.Status.FAILED) continue;
            String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
            count.merge(rule, 1, Integer::sum);
            first.putIfAbsent(rule, test);
        }
        StringJoiner out = new StringJoiner(", ");
        for (String rule : count.keySet())
            out.add("{\"rule\": " + quoted(rule) + ", \"count\": " + count.get(rule)
                    + ", \"message\": " + quoted(first.get(rule).getMessage())
                    + ", \"where\": " + quoted(first.get(rule).getLocation().getContext()) + "}");
        return out.toString();
    }

    static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) return null;
            out.append((char) c);
        }
        return out.toString();
    }

    public static void main(String[] args) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        System.setOut(System.err); // what libraries print must not mix with the answers
        VeraGreenfieldFoundryProvider.initialise();
        DataInputStream in = new DataInputStream(System.in);
        out.println("{\"ready\": true}");
        for (String order = line(in); order != null; order = line(in)) {
            String[] words = order.split("\t");
            byte[] data = new byte[Integer.parseInt(words[1])];
            in.readFully(data);
            StringJoiner answers = new StringJoiner(", ", "[", "]");
            for (String flavour : words[0].split(",")) answers.add(validate(data, flavour));
            out.println(answers);
        }
    }
}
