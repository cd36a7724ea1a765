import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.model.xform.XPathReference;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.opendatakit.validate.StubPropertyManager;

/**
 * Fills forms with JavaRosa on behalf of tests/conformance: one process, one line in, one line out.
 *
 * A request is words parted by tabs, each percent-encoded; so is a reply, whose first word is "ok" or "error".
 * Paths count the rows of repeats from 1: /data/row[2]/name.
 *
 * now                           the machine's milliseconds since 1970
 * load FILE                     start the form in that file
 * set PATH VALUE                answer a question; replies with what its constraint says: true or false
 * add PATH                      a row at the end of the repeat of that path: /data/row, /data/row[2]/inner
 * remove PATH                   take a row away
 * walk                          step over the whole form, which is when counted repeats get their rows
 * dump                          for each node its path, "1" where it is relevant, and its value
 * eval PATH EXPRESSION TYPE     work an expression out at a node, as text, number, boolean or any
 */
public class JavaRosaHarness {
    private static FormDef form;
    private static FormEntryController controller;

    public static void main(String[] arguments) throws Exception {
        PrintStream stdout = System.out;
        System.setOut(System.err); // JavaRosa talks
        Locale.setDefault(Locale.ENGLISH);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager()); // phone numbers and the like: there are none
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> request = new ArrayList<>();
            for (String word : line.split("\t", -1)) {
                request.add(URLDecoder.decode(word, "UTF-8"));
            }
            List<String> reply = new ArrayList<>();
            try {
                reply.add("ok");
                answer(request, reply);
            } catch (Throwable fault) {
                reply.clear();
                reply.add("error");
                reply.add(fault.getClass().getSimpleName() + ": " + fault.getMessage());
            }
            for (int i = 0; i < reply.size(); i++) {
                out.print((i == 0 ? "" : "\t") + URLEncoder.encode(reply.get(i), "UTF-8"));
            }
            out.println();
            out.flush();
        }
    }

    private static void answer(List<String> request, List<String> reply) throws Exception {
        switch (request.get(0)) {
            case "now":
                reply.add(Long.toString(System.currentTimeMillis()));
                break;
            case "load":
                load(request.get(1));
                break;
            case "set":
                reply.add(Boolean.toString(set(request.get(1), request.get(2))));
                break;
            case "add":
                controller.newRepeat(find(request.get(1), FormEntryController.EVENT_PROMPT_NEW_REPEAT));
                break;
            case "remove":
                controller.deleteRepeat(find(request.get(1), FormEntryController.EVENT_REPEAT));
                break;
            case "walk":
                controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
                while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {}
                break;
            case "dump":
                dump(form.getMainInstance().getRoot(), "", reply);
                break;
            case "eval":
                reply.add(evaluate(request.get(1), request.get(2), request.get(3)));
                break;
            default:
                throw new IllegalArgumentException(request.get(0));
        }
    }

    private static void load(String file) throws Exception {
        try (InputStream stream = new FileInputStream(file)) {
            form = XFormUtils.getFormFromInputStream(stream);
        }
        form.initialize(true, new InstanceInitializationFactory());
        controller = new FormEntryController(new FormEntryModel(form));
    }

    private static boolean set(String path, String text) {
        TreeReference place = reference(path);
        TreeElement node = form.getMainInstance().resolveReference(place);
        if (node == null) {
            throw new IllegalArgumentException("no node at " + path);
        }
        IAnswerData value = null;
        if (!text.isEmpty()) {
            QuestionDef question = FormDef.findQuestionByRef(place.genericize(), form);
            value = XFormAnswerDataParser.getAnswerData(text, node.getDataType(), question);
        }
        boolean holds = value == null || form.evaluateConstraint(place, value);
        form.setValue(value, place, true);
        return holds;
    }

    private static FormIndex find(String path, int event) {
        TreeReference place = reference(path);
        FormEntryModel model = controller.getModel();
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        for (index = model.incrementIndex(index); index.isInForm(); index = model.incrementIndex(index)) {
            if (model.getEvent(index) != event) {
                continue;
            }
            TreeReference here = index.getReference();
            boolean isNew = event == FormEntryController.EVENT_PROMPT_NEW_REPEAT;
            if (isNew ? isRowOf(here, place) : here.equals(place)) {
                return index;
            }
        }
        throw new IllegalArgumentException("no such row: " + path);
    }

    private static boolean isRowOf(TreeReference row, TreeReference repeat) {
        return row.genericize().equals(repeat.genericize()) && row.getParentRef().equals(repeat.getParentRef());
    }

    /** Makes a reference of a path: one without a position means the first, as nothing but repeats has several. */
    private static TreeReference reference(String path) {
        TreeReference found = XPathReference.getPathExpr(path.replaceAll("\\[\\d+\\]", "")).getReference();
        String[] steps = path.substring(1).split("/");
        for (int i = 0; i < steps.length; i++) {
            int mark = steps[i].indexOf('[');
            int place = mark < 0 ? 1 : Integer.parseInt(steps[i].substring(mark + 1, steps[i].length() - 1));
            found.setMultiplicity(i, place - 1);
        }
        return found;
    }

    private static void dump(TreeElement node, String above, List<String> reply) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String path = above + "/" + node.getName() + (node.isRepeatable() ? "[" + (node.getMult() + 1) + "]" : "");
        reply.add(path);
        reply.add(node.isRelevant() ? "1" : "0");
        reply.add(node.getValue() == null ? "" : node.getValue().uncast().getString());
        for (int i = 0; i < node.getNumChildren(); i++) {
            dump(node.getChildAt(i), path, reply);
        }
    }

    private static String evaluate(String path, String expression, String type) throws Exception {
        EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), reference(path));
        Object value = XPathParseTool.parseXPath(expression).eval(form.getMainInstance(), context);
        switch (type) {
            case "number":
                return XPathFuncExpr.toNumeric(value).toString();
            case "boolean":
                return XPathFuncExpr.toBoolean(value).toString();
            case "any":
                value = value instanceof XPathNodeset ? ((XPathNodeset) value).unpack() : value;
                String name = value instanceof Date ? "Date" : value.getClass().getSimpleName();
                return name + " " + XPathFuncExpr.toString(value);
            default:
                return XPathFuncExpr.toString(value);
        }
    }
}
